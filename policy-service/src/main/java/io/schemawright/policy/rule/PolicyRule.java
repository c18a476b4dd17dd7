package io.schemawright.policy.rule;

import io.schemawright.plan.Finding;
import io.schemawright.plan.Severity;
import java.util.stream.Stream;

/**
 * One thing to hold against a proposal. A new rule is one file, registered by
 * {@code @AutoService(PolicyRule.class)}, its test and its fixture {@code rules/<id>.json}.
 *
 * <p>Rules have no state and no effects: the same proposal gives the same findings. A rule that
 * throws is itself an error of the request, which is then never approved.
 */
public interface PolicyRule {

  /** The rule's name for ever, in kebab case. */
  String id();

  /** Whether a finding of this rule keeps the change from being approved without a person. */
  default boolean needsAPerson() {
    return false;
  }

  /**
   * Whether a policy set may let requests off this rule. Not where it guards the system itself, or
   * where nothing but a person can tell whether a change is harmless.
   */
  default boolean mayBeWaived() {
    return true;
  }

  /** What is wrong with the proposal. */
  Stream<Finding> check(Proposal proposal);

  /** A finding for which the request is refused. */
  default Finding error(String where, String message, String remedy) {
    return new Finding(id(), Severity.ERROR, where, message, remedy);
  }

  /** A finding that should be mended. */
  default Finding warning(String where, String message, String remedy) {
    return new Finding(id(), Severity.WARNING, where, message, remedy);
  }

  /** A finding that is worth knowing. */
  default Finding advice(String where, String message, String remedy) {
    return new Finding(id(), Severity.ADVICE, where, message, remedy);
  }
}
