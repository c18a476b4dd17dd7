package io.schemawright.policy.plan;

import io.schemawright.plan.Finding;
import io.schemawright.plan.Severity;

/** There is no plan for a request, and the finding tells the requester why. */
public final class Unplannable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Finding finding;

  Unplannable(String rule, String where, String message, String remedy) {
    super(message);
    this.finding = new Finding(rule, Severity.ERROR, where, message, remedy);
  }

  /** What is wrong. */
  public Finding finding() {
    return finding;
  }
}
