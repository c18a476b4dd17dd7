package io.schemawright.executor.run;

import io.schemawright.event.Failure;
import io.schemawright.executor.queue.Claim;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When to try again, and when to give up.
 *
 * <p>Many short tries beat one long wait: whoever waits for a lock makes all later readers of the
 * table wait too. Pauses double up to a limit, each with jitter, so that instances do not march in
 * step.
 *
 * @param lockBudget how long a change may go on being kept off by others' locks
 * @param awayBudget how long its target may be away
 */
public record Retries(Duration lockBudget, Duration awayBudget) {

  /** The class of SQLSTATE that stands for full disks, and too little memory or connections. */
  private static final String LACKS_RESOURCES = "53";

  /** The pause before the next attempt; empty when there should be none. */
  Optional<Duration> pause(
      Outcome.InVain attempt, Optional<Claim.Trouble> earlier, RandomGenerator random) {
    Optional<Claim.Trouble> same =
        earlier.filter(trouble -> trouble.reason().equals(attempt.reason().word()));
    Duration troubled = same.map(Claim.Trouble::duration).orElse(Duration.ZERO);
    // What may have been committed cannot be called failed: it is asked for until it is known.
    if (!attempt.inDoubt() && isSpent(attempt.reason(), troubled)) {
      return Optional.empty();
    }
    int doublings = Math.min(10, same.map(Claim.Trouble::count).orElse(0));
    long longest = longest(attempt.reason()).toMillis();
    long pause = Math.min(longest, shortest(attempt.reason()).toMillis() << doublings);
    return Optional.of(Duration.ofMillis(pause / 2 + random.nextLong(pause / 2 + 1)));
  }

  /**
   * How long this try may wait for a lock: half the limit at first, a little longer with each try,
   * never longer than the limit, which is what the application may be made to wait.
   */
  static Duration lockTimeout(
      Duration limit, Optional<Claim.Trouble> earlier, RandomGenerator random) {
    int tries =
        earlier
            .filter(trouble -> trouble.reason().equals(Reason.LOCK.word()))
            .map(Claim.Trouble::count)
            .orElse(0);
    long most = Math.min(limit.toMillis(), limit.toMillis() * (4 + Math.min(4, tries)) / 8);
    return Duration.ofMillis(Math.max(1, most - random.nextLong(most / 8 + 1)));
  }

  /** Whether this has kept a change off for as long as it may. */
  boolean isSpent(Reason reason, Optional<Claim.Trouble> earlier) {
    return earlier
        .filter(trouble -> trouble.reason().equals(reason.word()))
        .filter(trouble -> isSpent(reason, trouble.duration()))
        .isPresent();
  }

  /** Whether this is more than it may keep a change off. */
  boolean isSpent(Reason reason, Duration troubled) {
    return troubled.compareTo(budget(reason)) > 0;
  }

  /** What a change that was given up fails with, but for what that means for the target. */
  Failure givenUp(Outcome.InVain attempt, String target) {
    SQLException fault = attempt.fault();
    String sqlState = fault == null ? null : Faults.sqlState(fault);
    return switch (attempt.reason()) {
      case LOCK ->
          new Failure(
              "lock-timeout",
              sqlState,
              "Other sessions on %s kept the locks that the change needs for %s"
                  .formatted(target, lockBudget),
              "End the sessions that the events schemawright.execution.waiting-for-lock name, or"
                  + " make the request again at a quieter time.");
      case AWAY, BUSY, UNSETTLED, CLOSING -> // The last two are in doubt, and so never given up.
          new Failure(
              "target-unavailable",
              sqlState,
              "%s could not take the change for %s%s"
                  .formatted(target, awayBudget, fault == null ? "" : ": " + Faults.words(fault)),
              sqlState != null && sqlState.startsWith(LACKS_RESOURCES)
                  ? "Make the request again when an operator has given the target what it lacks."
                  : "Make the request again when the target is back.");
    };
  }

  private Duration budget(Reason reason) {
    return reason == Reason.LOCK ? lockBudget : awayBudget;
  }

  private static Duration shortest(Reason reason) {
    return switch (reason) {
      case BUSY, CLOSING -> Duration.ofMillis(50);
      case LOCK, AWAY, UNSETTLED -> Duration.ofMillis(250);
    };
  }

  private static Duration longest(Reason reason) {
    return switch (reason) {
      case BUSY, CLOSING -> Duration.ofSeconds(1);
      case LOCK, AWAY, UNSETTLED -> Duration.ofSeconds(10);
    };
  }
}
