package io.schemawright.policy.rehearsal;

import io.schemawright.event.TargetDescribed;
import io.schemawright.policy.plan.Draft;
import io.schemawright.policy.plan.Printing;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where plans are tried out before anyone is asked. */
public interface Rehearsals extends Printing {

  /** What else is known of the target of a draft. */
  interface Target {
    /** A target of which nothing else is known. */
    Target UNKNOWN =
        new Target() {
          @Override
          public Optional<Draft> with(Set<String> names) {
            return Optional.empty();
          }

          @Override
          public List<String> extensions() {
            return List.of();
          }
        };

    /**
     * The same draft, resting on objects of these names as well; empty where the target has none
     * that are not there already.
     */
    Optional<Draft> with(Set<String> names);

    /** What is installed there, as {@link TargetDescribed#extensions} has it. */
    List<String> extensions();
  }

  /** Runs a draft for a target of which nothing else is known. */
  default Rehearsed rehearse(Draft draft) {
    return rehearse(draft, Target.UNKNOWN);
  }

  /**
   * Runs the draft up and down. Where something is missing that the target has, it is added and all
   * is run again.
   *
   * <p>Takes the budget of its settings at most, once a database is there for it: after several
   * requests with statements written by hand it may have to wait for one, for as long again or five
   * seconds, if that is longer. Where no such statements are in it and its time is over, it is
   * tried once more. Does not throw: what cannot be tried out is not rehearsable.
   */
  Rehearsed rehearse(Draft draft, Target target);
}
