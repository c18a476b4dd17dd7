package io.schemawright.notifier.message;

import io.schemawright.event.ExecutionCancelled;
import io.schemawright.event.ExecutionEvent;
import io.schemawright.event.ExecutionFailed;
import io.schemawright.event.ExecutionStale;
import io.schemawright.event.ExecutionSucceeded;
import io.schemawright.event.ExecutionUndone;
import java.time.Instant;
import java.util.function.Function;

/**
 * The end of an execution and when it was published. A stale plan is no end: policy plans again.
 *
 * @param event what became of the change
 * @param at for people, never for order
 */
public record Ended(ExecutionEvent event, Instant at) {
  public Ended {
    if (!event.isFinal() || event instanceof ExecutionStale) {
      throw new IllegalArgumentException("a change does not end with " + event.getClass());
    }
  }

  /** Treats every case. */
  <R> R fold(
      Function<ExecutionSucceeded, R> succeeded,
      Function<ExecutionFailed, R> failed,
      Function<ExecutionUndone, R> undone,
      Function<ExecutionCancelled, R> cancelled) {
    if (event instanceof ExecutionSucceeded success) {
      return succeeded.apply(success);
    }
    if (event instanceof ExecutionFailed failure) {
      return failed.apply(failure);
    }
    if (event instanceof ExecutionUndone undo) {
      return undone.apply(undo);
    }
    return cancelled.apply((ExecutionCancelled) event);
  }
}
