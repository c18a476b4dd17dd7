package io.schemawright.notifier.delivery;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How long to wait between tries: twice as long each time up to a limit, spread at random so that
 * what failed together is not tried together.
 *
 * @param first the wait after the first try, on average
 * @param longest the longest wait, on average
 */
record Backoff(Duration first, Duration longest) {

  /** From one second to three hours: 36 tries reach over about three days. */
  static final Backoff DEFAULT = new Backoff(Duration.ofSeconds(1), Duration.ofHours(3));

  Backoff {
    if (first.isZero() || first.isNegative() || longest.compareTo(first) < 0) {
      throw new IllegalArgumentException(
          "a wait grows from something to more, not from " + first + " to " + longest);
    }
  }

  /**
   * The wait after a try that failed.
   *
   * @param attempts how often it has been tried, at least once
   * @param asked how long the receiver wants to be left alone: never less than that
   */
  Duration after(int attempts, Optional<Duration> asked, RandomGenerator random) {
    int doublings = Math.min(Math.max(attempts, 1) - 1, 30);
    long mean = Math.min(first.toMillis() << doublings, longest.toMillis());
    Duration wait = Duration.ofMillis(mean / 2 + random.nextLong(mean + 1));
    return asked.filter(pause -> pause.compareTo(wait) > 0).orElse(wait);
  }
}
