package io.schemawright.policy.rehearsal;

import io.schemawright.policy.plan.Draft;
import io.schemawright.policy.plan.Printing;

/** Where plans are tried out before anyone is asked. */
public interface Rehearsals extends Printing {

  /**
   * Runs the draft up and down.
   *
   * <p>Takes two seconds at most. Does not throw: what cannot be tried out is not rehearsable.
   */
  Rehearsed rehearse(Draft draft);
}
