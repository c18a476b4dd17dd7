package io.schemawright.policy.docket;

import io.schemawright.catalog.CatalogObject;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.RelationName;
import io.schemawright.catalog.SchemaState;
import io.schemawright.change.Change;
import io.schemawright.change.RollBack;
import io.schemawright.change.Work;
import io.schemawright.event.DecisionMade;
import io.schemawright.plan.ObjectState;
import io.schemawright.plan.Plan;
import io.schemawright.policy.plan.CompletedPlans;
import io.schemawright.request.SchemaRequest;
import java.util.HashSet;
import java.util.Set;

/**
 * What a request is about without saying so, because it takes back what another did.
 *
 * @param touched objects that it touches
 * @param names names that it gives
 */
public record Implied(Set<ObjectRef> touched, Set<RelationName> names) {

  public Implied {
    touched = Set.copyOf(touched);
    names = Set.copyOf(names);
  }

  /** What the plan touched that is to be taken back, and the names that come back with it. */
  public static Implied by(SchemaRequest request, CompletedPlans completed) {
    Set<ObjectRef> touched = new HashSet<>();
    Set<RelationName> names = new HashSet<>();
    for (Change change : request.changes()) {
      if (change instanceof RollBack back
          && back.work(SchemaState.empty()) instanceof Work.RollBack work) {
        Plan plan = completed.find(work.requestId()).map(DecisionMade::plan).orElse(null);
        if (plan != null) {
          touched.addAll(plan.objects());
          plan.before().forEach(state -> addNames(state, names));
        }
      }
    }
    return new Implied(touched, names);
  }

  private static void addNames(ObjectState state, Set<RelationName> names) {
    CatalogObject object = state.object();
    if (object != null) {
      Neighbourhood.names(object)
          .forEach(name -> names.add(new RelationName(state.ref().schema(), name)));
    }
  }
}
