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

  /** Wakes so many at once. */
  public void ringFor(int workers) {
    rings.release(workers);
  }

  /**
   * Sleeps until a ring, or until it is time to look for what other processes left: they ring no
   * bell here.
   *
   * @return whether it rang
   */
  public boolean await(Duration slowPoll) throws InterruptedException {
    return rings.tryAcquire(slowPoll.toMillis(), TimeUnit.MILLISECONDS);
  }
}
