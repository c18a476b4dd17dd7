package io.schemawright.executor.run;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A worker's pause after a fault; it doubles each time, with jitter. For one thread. */
final class Pause {
  private static final long SHORTEST_MILLIS = 50;
  private static final long LONGEST_MILLIS = Duration.ofSeconds(5).toMillis();

  private final BooleanSupplier closing;
  private long millis = SHORTEST_MILLIS;

  Pause(BooleanSupplier closing) {
    this.closing = closing;
  }

  void reset() {
    millis = SHORTEST_MILLIS;
  }

  /** Returns false where the worker should end. */
  boolean take() {
    try {
      TimeUnit.MILLISECONDS.sleep(millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    millis = Math.min(LONGEST_MILLIS, millis * 2);
    return !closing.getAsBoolean();
  }
}
