package io.schemawright.intake.status;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a request is, and what people are told of that.
 *
 * @param progress what is known of it
 * @param explanation what happened last, in one sentence; absent where nothing was told yet
 * @param processedAt when it came to its end; absent before
 */
record Standing(Progress progress, @Nullable String explanation, @Nullable Instant processedAt) {

  /** Nothing is known. */
  static final Standing NONE = new Standing(Progress.NONE, null, null);

  /**
   * The same after something happened.
   *
   * @param news that, in one sentence; absent where what was told before still stands
   * @param at when; the time of its end where this ends it
   */
  Standing moved(Progress after, @Nullable String news, Instant at) {
    Instant ended = processedAt == null ? at : processedAt;
    return new Standing(
        after, news == null ? explanation : news, after.status().isFinal() ? ended : null);
  }
}
