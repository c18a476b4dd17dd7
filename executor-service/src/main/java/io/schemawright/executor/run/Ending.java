package io.schemawright.executor.run;

import io.schemawright.event.Failure;

/** What a failure means for the target, said in front of what to do next. */
final class Ending {
  private Ending() {}

  /** Nothing had been committed. */
  static Failure nothingChanged(Failure failure) {
    return with("Nothing was changed. ", failure);
  }

  /** What had been committed is undone. */
  static Failure undone(Failure failure) {
    return with("The steps that were done before are undone, the target is as it was. ", failure);
  }

  /** Not all of it is. */
  static Failure remaining(Failure failure) {
    return with(
        "Not every step that was done before could be undone, \"remains\" says what is left on the"
            + " target. ",
        failure);
  }

  private static Failure with(String meaning, Failure failure) {
    return new Failure(
        failure.code(), failure.sqlState(), failure.message(), meaning + failure.remedy());
  }
}
