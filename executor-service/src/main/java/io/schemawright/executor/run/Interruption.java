package io.schemawright.executor.run;

import io.schemawright.executor.queue.Cancellation;
import org.jspecify.annotations.Nullable;

/** Somebody wants the plan to end before its last commit. */
final class Interruption extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient @Nullable Cancellation cancellation;

  private Interruption(@Nullable Cancellation cancellation) {
    this.cancellation = cancellation;
  }

  /** Ends the plan if it is cancelled, and this attempt if the process wants to end. */
  static void check(Progress progress) throws Interruption {
    Cancellation cancellation = progress.cancellation().orElse(null);
    if (cancellation != null || progress.closing()) {
      throw new Interruption(cancellation);
    }
  }

  /** Absent where only this process wants to end. */
  @Nullable Cancellation cancellation() {
    return cancellation;
  }
}
