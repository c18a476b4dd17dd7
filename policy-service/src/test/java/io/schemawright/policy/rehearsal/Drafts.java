package io.schemawright.policy.rehearsal;

import static io.schemawright.policy.plan.Wanted.request;

import io.schemawright.change.Change;
import io.schemawright.change.CreateTable;
import io.schemawright.change.RequestedColumn;
import io.schemawright.policy.plan.CompletedPlans;
import io.schemawright.policy.plan.Draft;
import io.schemawright.policy.plan.Planner;
import io.schemawright.policy.rule.Surroundings;
import java.util.ArrayList;
import java.util.List;

/** Drafts as the planner makes them, for tests that rehearse them. */
final class Drafts {
  private final Planner planner;
  private final int major = Scratch.major();

  /** Plans for the server's own major version. */
  Drafts(ScratchServers server) {
    this.planner = new Planner(CompletedPlans.none(), server);
  }

  /** Of these changes, in an empty database. */
  Draft of(Change... changes) {
    return planner.plan(request(changes), major, Surroundings.empty()).draft();
  }

  /** Of this change. */
  Draft of(Change change, Surroundings surroundings) {
    return planner.plan(request(change), major, surroundings).draft();
  }

  /** Of this change, for a target of another version. */
  Draft of(Change change, int otherMajor) {
    return planner.plan(request(change), otherMajor, Surroundings.empty()).draft();
  }

  /** A table with a primary key, and these columns beside it. */
  static CreateTable table(String name, RequestedColumn... more) {
    List<RequestedColumn> columns = new ArrayList<>();
    columns.add(
        new RequestedColumn(
            "id", "uuid", false, "gen_random_uuid()", true, false, null, null, null, null, null));
    columns.addAll(List.of(more));
    return new CreateTable(
        "public", name, "as 'asked'", columns, null, List.of(), List.of(), List.of(), List.of());
  }
}
