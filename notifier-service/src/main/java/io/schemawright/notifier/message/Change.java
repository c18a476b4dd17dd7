package io.schemawright.notifier.message;

import io.schemawright.plan.Plan;
import io.schemawright.request.RequestId;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a change so far. Its topics may be read in any order relative to each other, so
 * it only gathers; what it amounts to is asked of the whole, never of the last event.
 *
 * @param acceptedAt when intake accepted the request, once that is known
 * @param last the newest decision
 * @param earlierApproval the newest decision that approved, where {@code last} does not
 * @param approvals how many decisions approved
 * @param stales how many of them ended in a stale plan; each approval ends in one way only
 * @param ended how the execution ended; may be known before the decision that led to it
 * @param told whether its outcome has been told, after which nothing changes any more
 */
public record Change(
    RequestId requestId,
    @Nullable Instant acceptedAt,
    @Nullable Decided last,
    @Nullable Decided earlierApproval,
    int approvals,
    int stales,
    @Nullable Ended ended,
    boolean told) {

  /** A change of which nothing is known. */
  public static Change unknown(RequestId requestId) {
    return new Change(requestId, null, null, null, 0, 0, null, false);
  }

  /** Intake accepted the request; the first time counts. */
  Change accepted(Instant at) {
    return acceptedAt != null
        ? this
        : new Change(requestId, at, last, earlierApproval, approvals, stales, ended, told);
  }

  /** Policy decided; a decision older than the one known changes nothing. */
  public Change decided(Decided decided) {
    if (last != null && !decided.isAfter(last)) {
      return this;
    }
    return new Change(
        requestId,
        acceptedAt,
        decided,
        decided.approves() ? null : approval().orElse(null),
        decided.approves() ? approvals + 1 : approvals,
        stales,
        ended,
        told);
  }

  /** The target was not as the plan expects it: one approval led to nothing. */
  public Change stale() {
    return new Change(
        requestId, acceptedAt, last, earlierApproval, approvals, stales + 1, ended, told);
  }

  /** The execution ended. */
  public Change ended(Ended end) {
    return new Change(requestId, acceptedAt, last, earlierApproval, approvals, stales, end, told);
  }

  /** Its outcome has been told. */
  public Change asTold() {
    return new Change(requestId, acceptedAt, last, earlierApproval, approvals, stales, ended, true);
  }

  /** The newest decision that approved. */
  Optional<Decided> approval() {
    return last != null && last.approves()
        ? Optional.of(last)
        : Optional.ofNullable(earlierApproval);
  }

  /** The decision whose plan was run to its end, once both are known. */
  public Optional<Decided> executed() {
    return ended == null
        ? Optional.empty()
        : approval()
            .filter(
                decided -> {
                  Plan plan = decided.decision().plan();
                  return plan != null && plan.fingerprint().equals(ended.event().plan());
                });
  }

  /** Whether an approved plan is with the executor, whose word is then the last. */
  boolean isWithExecutor() {
    return approvals > stales;
  }
}
