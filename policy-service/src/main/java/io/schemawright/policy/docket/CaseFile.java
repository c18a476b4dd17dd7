package io.schemawright.policy.docket;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.schemawright.event.DecisionMade;
import io.schemawright.event.EventId;
import io.schemawright.plan.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request that is not at its end.
 *
 * @param decision the last word on it
 * @param handled the latest events that have been handled about it, so that a repeated one is known
 * @param staleTimes how often its target was not as planned
 * @param told the deadline of its review that was told to be over; absent where none was
 */
public record CaseFile(
    DecisionMade decision, List<EventId> handled, int staleTimes, @Nullable Instant told) {
  /** An event comes again soon after the first time, if at all. */
  private static final int MOST_HANDLED = 100;

  /** The file of a request on which nobody has said anything. */
  public CaseFile(DecisionMade decision) {
    this(decision, List.of(), 0, null);
  }

  public CaseFile {
    handled = List.copyOf(handled);
  }

  /** The same with one more decision, to which {@code event} led. */
  public CaseFile decided(DecisionMade next, EventId event) {
    return new CaseFile(next, with(event), staleTimes, told);
  }

  /** The same with one more time that its target was not as planned. */
  public CaseFile stale() {
    return new CaseFile(decision, handled, staleTimes + 1, told);
  }

  /** When its review is overdue; empty where none waits, or that has been told. */
  @JsonIgnore
  public Optional<Instant> deadline() {
    return decision.verdict() instanceof Verdict.Waiting waiting
            && !waiting.reviewDue().equals(told)
        ? Optional.of(waiting.reviewDue())
        : Optional.empty();
  }

  /** The same after it was told that the review is overdue. */
  public CaseFile overdue() {
    return new CaseFile(decision, handled, staleTimes, deadline().orElse(told));
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
