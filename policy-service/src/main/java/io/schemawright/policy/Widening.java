package io.schemawright.policy;

import io.schemawright.event.TargetDescribed;
import io.schemawright.policy.docket.Docket;
import io.schemawright.policy.docket.Implied;
import io.schemawright.policy.plan.Draft;
import io.schemawright.policy.plan.Planner;
import io.schemawright.policy.plan.Unplannable;
import io.schemawright.policy.rehearsal.Rehearsals;
import io.schemawright.policy.rule.Surroundings;
import io.schemawright.request.SchemaRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a target has around a request. It grows while rehearsals miss what statements name where
 * nobody can read it, such as in a string that a block puts together. For one thread.
 */
final class Widening implements Rehearsals.Target {
  private final Docket docket;
  private final TargetDescribed target;
  private final SchemaRequest request;
  private final Implied more;
  private final Planner planner;
  private final Set<String> names = new TreeSet<>();
  private Surroundings around;

  /**
   * A beginning with what the request names.
   *
   * @param more what it is about without saying so
   */
  Widening(
      Docket docket, TargetDescribed target, SchemaRequest request, Implied more, Planner planner) {
    this.docket = docket;
    this.target = target;
    this.request = request;
    this.more = more;
    this.planner = planner;
    this.around = docket.surroundings(request, more, names);
  }

  /** All that is known so far to be around the request. */
  Surroundings around() {
    return around;
  }

  @Override
  public Optional<Draft> with(Set<String> missing) {
    names.addAll(missing);
    Surroundings wider = docket.surroundings(request, more, names);
    if (wider.whole().equals(around.whole())) {
      return Optional.empty();
    }
    around = wider;
    try {
      return Optional.of(planner.plan(request, target.postgresMajor(), wider).draft());
    } catch (Unplannable e) {
      return Optional.empty();
    }
  }

  @Override
  public List<String> extensions() {
    return target.extensions();
  }
}
