package io.schemawright.policy.rehearsal;

import io.schemawright.policy.plan.Draft;
import io.schemawright.policy.plan.Printing;

/** Where plans are tried out before anyone is asked. */
public interface Rehearsals extends Printing {

  /**
   * Runs the draft up and down.
   *
   * <p>Takes two seconds at most, once a database is there for it: after several requests with
   * statements written by hand it may have to wait for one, five seconds at most. Does not throw:
   * what cannot be tried out is not rehearsable.
   */
  Rehearsed rehearse(Draft draft);
}
