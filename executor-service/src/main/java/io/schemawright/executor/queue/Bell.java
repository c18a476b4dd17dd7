package io.schemawright.executor.queue;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Wakes the workers of this process when there may be something to do. A ring is never lost: it
 * wakes a worker that sleeps, or the next one that would. Thread-safe.
 */
public final class Bell {
  private final Semaphore rings = new Semaphore(0);

  /** Wakes one worker; rings that nobody has heard yet count as one. */
  public void ring() {
    if (rings.availablePermits() == 0) {
      rings.release();
    }
  }

  /** Sleeps until a ring or, as what another process does rings no bell here, until a slow poll. */
  public void await(Duration slowPoll) throws InterruptedException {
    boolean rung = rings.tryAcquire(slowPoll.toMillis(), TimeUnit.MILLISECONDS);
    if (!rung) {
      return; // The same to the caller: it looks whether there is something to do.
    }
  }
}
