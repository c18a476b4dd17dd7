package io.schemawright.policy;

import io.schemawright.catalog.CatalogObject;
import io.schemawright.catalog.IndexKey;
import io.schemawright.catalog.TableSchema;
import io.schemawright.change.Change;
import io.schemawright.change.CreateTable;
import io.schemawright.change.RequestedColumn;
import io.schemawright.change.RequestedIndex;
import io.schemawright.event.CatalogObjectChanged;
import io.schemawright.event.ExecutionSucceeded;
import io.schemawright.event.RequestAccepted;
import io.schemawright.event.ReviewGiven;
import io.schemawright.plan.Plan;
import io.schemawright.request.Identity;
import io.schemawright.request.RequestId;
import io.schemawright.request.Review;
import io.schemawright.request.SchemaRequest;
import io.schemawright.request.Submission;
import io.schemawright.request.Waiver;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Requests for tests. */
final class Asked {
  private Asked() {}

  static RequestAccepted table(String id, String target, CreateTable table) {
    return accepted(id, target, 1, false, table);
  }

  static RequestAccepted accepted(
      String id, String target, int revision, boolean dryRun, Change... changes) {
    return accepted(id, target, revision, dryRun, List.of(), changes);
  }

  /** A request that asks to be let off rules. */
  static RequestAccepted waiving(String id, List<Waiver> waivers, Change... changes) {
    return accepted(id, Stage.OPTED_IN, 1, false, waivers, changes);
  }

  private static RequestAccepted accepted(
      String id,
      String target,
      int revision,
      boolean dryRun,
      List<Waiver> waivers,
      Change... changes) {
    return new RequestAccepted(
        new SchemaRequest(
            new RequestId(id),
            target,
            "team-checkout",
            "ada",
            "for a test",
            null,
            List.of(changes),
            null,
            null,
            dryRun,
            waivers),
        new Submission("canonical", "topic", Stage.NOON, "0".repeat(64), Identity.claimed("ada")),
        revision);
  }

  /** A table that no rule has anything against. */
  static CreateTable carts() {
    return create("carts");
  }

  static CreateTable create(String name, RequestedColumn... more) {
    List<RequestedColumn> columns = new ArrayList<>(List.of(id()));
    columns.addAll(List.of(more));
    return new CreateTable(
        "public", name, null, columns, null, List.of(), List.of(), List.of(), List.of());
  }

  /** A table with an index. */
  static CreateTable indexed(String schema, String name, String index) {
    RequestedIndex byId =
        new RequestedIndex(index, List.of(IndexKey.of("id")), false, null, List.of(), null);
    return new CreateTable(
        schema, name, null, List.of(id()), null, List.of(), List.of(), List.of(), List.of(byId));
  }

  private static RequestedColumn id() {
    return new RequestedColumn(
        "id", "uuid", false, "gen_random_uuid()", true, false, null, null, null, null, null);
  }

  /** A column that refers to {@code table}. */
  static RequestedColumn reference(String name, String table) {
    return new RequestedColumn(
        name,
        "uuid",
        null,
        null,
        false,
        true,
        null,
        null,
        null,
        null,
        new RequestedColumn.Reference("public", table, null, null, null));
  }

  static ReviewGiven approval(String request, String by) {
    return review(request, by, new Review.Approve(null, null));
  }

  static ReviewGiven review(String request, String by, Review review) {
    return new ReviewGiven(new RequestId(request), Stage.REVIEWED, Identity.claimed(by), review);
  }

  /** The plan of a request has been carried out. */
  static ExecutionSucceeded succeeded(String request, Plan plan) {
    return new ExecutionSucceeded(
        new RequestId(request),
        plan.target(),
        plan.fingerprint(),
        Stage.NOON,
        Stage.NOON,
        3,
        plan.after().stream()
            .map(state -> new ExecutionSucceeded.ObjectVersion(state.ref(), 1))
            .toList());
  }

  static CatalogObjectChanged catalogued(
      String target, CreateTable table, long version, @Nullable String change) {
    TableSchema schema = table.tableSchema();
    return new CatalogObjectChanged(
        target,
        CatalogObject.of(schema.ref(), schema),
        version,
        change == null ? null : new RequestId(change),
        null);
  }
}
