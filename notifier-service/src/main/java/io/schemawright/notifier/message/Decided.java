package io.schemawright.notifier.message;

import io.schemawright.event.DecisionMade;
import io.schemawright.plan.Verdict;
import java.time.Instant;

/**
 * A decision and when it was published.
 *
 * @param decision what was decided
 * @param at for people, never for order
 */
public record Decided(DecisionMade decision, Instant at) {

  boolean approves() {
    return decision.verdict() instanceof Verdict.Approved;
  }

  /** Whether it was made after {@code other}, by its own numbers. */
  boolean isAfter(Decided other) {
    return decision.revision() != other.decision.revision()
        ? decision.revision() > other.decision.revision()
        : decision.number() > other.decision.number();
  }
}
