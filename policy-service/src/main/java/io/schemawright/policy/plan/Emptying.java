package io.schemawright.policy.plan;

import io.schemawright.catalog.SchemaState;
import io.schemawright.catalog.TableSchema;
import io.schemawright.change.Work;
import io.schemawright.event.DecisionMade;
import io.schemawright.plan.Plan;
import io.schemawright.plan.Trash;
import io.schemawright.request.RequestId;
import io.schemawright.request.SchemaRequest;
import java.util.Map;
import java.util.TreeMap;

/**
 * What lies in the trash because of a change that has happened. Only that change's own plan says
 * it, so that no request can have anything else dropped as if it were trash.
 */
final class Emptying {
  private Emptying() {}

  static Leg.Purging of(
      Work.Purge work,
      SchemaRequest request,
      int change,
      SchemaState now,
      CompletedPlans completed) {
    RequestId dropped = work.requestId();
    Plan plan =
        completed
            .find(dropped)
            .map(DecisionMade::plan)
            .filter(done -> done.target().equals(request.target()))
            .orElse(null);
    Map<String, TableSchema> lying = new TreeMap<>();
    if (plan != null) {
      Trash.movedBy(dropped, plan)
          .forEach((schema, table) -> lying.put(schema, TrashMove.asItLies(table)));
    }
    RequestId purged = completed.purgedBy(dropped).orElse(null);
    if (lying.isEmpty() || purged != null) {
      throw new Unplannable(
          "nothing-to-purge",
          "$.changes[" + change + "].request",
          purged != null
              ? "what %s dropped was purged by %s already".formatted(dropped, purged)
              : "no completed change %s on %s moved a table to the trash"
                  .formatted(dropped, request.target()),
          purged != null
              ? "nothing is left to be done"
              : "name the request that dropped the table, and its target");
    }
    return new Leg.Purging(now, dropped, lying);
  }
}
