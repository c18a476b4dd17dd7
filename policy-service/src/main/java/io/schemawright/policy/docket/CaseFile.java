package io.schemawright.policy.docket;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.schemawright.event.DecisionMade;
import io.schemawright.event.EventId;
import io.schemawright.plan.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * A request that is not at its end.
 *
 * @param decision the last word on it
 * @param handled the latest events that have been handled about it, so that a repeated one is known
 * @param staleTimes how often its target was not as planned
 */
public record CaseFile(DecisionMade decision, List<EventId> handled, int staleTimes) {
  /** An event comes again soon after the first time, if at all. */
  private static final int MOST_HANDLED = 100;

  public CaseFile {
    handled = List.copyOf(handled);
  }

  /** The same with one more decision, to which {@code event} led. */
  public CaseFile decided(DecisionMade next, EventId event) {
    return new CaseFile(next, with(event), staleTimes);
  }

  /** The same with one more time that its target was not as planned. */
  public CaseFile stale() {
    return new CaseFile(decision, handled, staleTimes + 1);
  }

  /**
   * Whether it was approved and its execution is unfinished. One that was cancelled since is, until
   * the executor says what became of it.
   */
  @JsonIgnore
  public boolean isApproved() {
    return decision.verdict() instanceof Verdict.Approved || isCancelled();
  }

  /** Whether it was cancelled after it was approved. */
  @JsonIgnore
  public boolean isCancelled() {
    return decision.verdict() instanceof Verdict.Cancelled;
  }

  private List<EventId> with(EventId event) {
    List<EventId> all =
        new ArrayList<>(
            handled.subList(Math.max(0, handled.size() - MOST_HANDLED + 1), handled.size()));
    all.add(event);
    return all;
  }
}
