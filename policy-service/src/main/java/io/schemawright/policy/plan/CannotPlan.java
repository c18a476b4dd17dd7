package io.schemawright.policy.plan;

import io.schemawright.plan.Finding;
import io.schemawright.plan.Severity;

/** A request for which there is no plan, and why, for the requester. */
public final class CannotPlan extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Finding finding;

  CannotPlan(String rule, String path, String message, String remedy) {
    super(message);
    this.finding = new Finding(rule, Severity.ERROR, path, message, remedy);
  }

  /** What is said about it. */
  public Finding finding() {
    return finding;
  }
}
