package io.schemawright.policy.plan;

import io.schemawright.catalog.Ddl;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.change.Change;
import io.schemawright.change.CreateTable;
import io.schemawright.plan.ObjectState;
import io.schemawright.policy.rule.Surroundings;
import io.schemawright.request.SchemaRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Works out the statements that make a request's changes. Pure. */
public final class Planner {
  private Planner() {}

  /**
   * The draft of a plan for all changes of a request, each a step, all in one transaction.
   *
   * @throws IllegalArgumentException if a change cannot be written as statements; the message says
   *     why, for the requester
   */
  public static Draft draft(SchemaRequest request, int postgresMajor, Surroundings surroundings) {
    List<Draft.DraftStep> steps = new ArrayList<>();
    List<Draft.DraftStep> down = new ArrayList<>();
    Set<ObjectRef> needed = new TreeSet<>();
    for (Change change : request.changes()) {
      if (!(change instanceof CreateTable create)) {
        throw new IllegalArgumentException(
            "changes of type '%s' cannot be planned yet".formatted(change.type()));
      }
      ObjectRef table = ObjectRef.table(create.schema(), create.table());
      String name = create.schema() + "." + create.table();
      String drop = Ddl.dropTable(table);
      steps.add(
          new Draft.DraftStep(
              "create the table " + name, Ddl.createTable(create.tableSchema()), List.of(drop)));
      down.add(0, new Draft.DraftStep("drop the table " + name, List.of(drop), List.of()));
      needed.addAll(change.refersTo());
    }
    needed.removeAll(request.touches());
    return new Draft(
        request.target(),
        postgresMajor,
        steps,
        down,
        request.touches().stream().map(ref -> state(ref, surroundings)).toList(),
        needed.stream().flatMap(ref -> surroundings.find(ref).stream()).toList(),
        false);
  }

  private static ObjectState state(ObjectRef ref, Surroundings surroundings) {
    return new ObjectState(ref, surroundings.find(ref).orElse(null));
  }
}
