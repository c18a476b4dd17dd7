package io.schemawright.executor.run;

import io.schemawright.executor.ledger.Recorded;
import io.schemawright.executor.queue.Cancellation;
import java.util.List;
import java.util.Optional;

/**
 * What an attempt tells, and asks, between its commits. Neither may fail it: what was not told then
 * is told at its end.
 */
interface Progress {
  /** These steps are in the ledger, and more are to come. */
  void done(List<Recorded> steps);

  /** The wish that the change be cancelled, as far as it is known. */
  Optional<Cancellation> cancellation();

  /** Whether this process wants to end. */
  boolean closing();
}
