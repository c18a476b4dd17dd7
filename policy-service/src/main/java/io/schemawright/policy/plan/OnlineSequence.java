package io.schemawright.policy.plan;

import io.schemawright.difference.Alteration;
import java.util.Optional;

/**
 * A way to make an alteration to a table that has rows and users, which blocks them less than the
 * plain statement. One file each; {@link Sequences} has the list.
 */
interface OnlineSequence {

  /** The sequence for this alteration; empty if it is not of the sort this one is for. */
  Optional<Sequence> of(Alteration alteration, int postgresMajor);
}
