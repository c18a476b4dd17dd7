package io.schemawright.executor.run;

import io.schemawright.event.Failure;
import io.schemawright.executor.ledger.StepRecord;
import org.jspecify.annotations.Nullable;

/** A step that ends the plan: another attempt would end as this one did. */
final class Refused extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Failure failure;
  private final transient @Nullable StepRecord partly;

  /** A step that left nothing behind. */
  Refused(Failure failure) {
    this(failure, null);
  }

  /**
   * A step that cannot be rolled back.
   *
   * @param partly what it did, to be undone with the steps before it
   */
  Refused(Failure failure, @Nullable StepRecord partly) {
    super(failure.message());
    this.failure = failure;
    this.partly = partly;
  }

  Failure failure() {
    return failure;
  }

  @Nullable StepRecord partly() {
    return partly;
  }
}
