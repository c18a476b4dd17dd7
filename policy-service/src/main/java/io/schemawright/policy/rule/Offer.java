package io.schemawright.policy.rule;

import static io.schemawright.catalog.Identifiers.quote;

import io.schemawright.catalog.Column;
import io.schemawright.catalog.IndexKey;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.SchemaState;
import io.schemawright.change.AddColumn;
import io.schemawright.change.AddIndex;
import io.schemawright.change.Backfill;
import io.schemawright.change.Change;
import io.schemawright.change.CreateTable;
import io.schemawright.change.DoesNotFit;
import io.schemawright.change.RequestedColumn;
import io.schemawright.change.RequestedIndex;
import io.schemawright.change.RunSql;
import io.schemawright.change.Work;
import io.schemawright.policy.rule.Proposal.Placed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Changes that a finding offers to be sent in the place of one of a request. What is offered fits
 * what is there; where nothing does, there is no offer. Pure.
 */
final class Offer {
  private Offer() {}

  /** These changes in the place of that one. */
  static List<Change> of(Proposal proposal, int change, Change... instead) {
    List<Change> asked = proposal.request().changes();
    if (change >= asked.size()) {
      return List.of();
    }
    List<Change> offered = List.of(instead);
    List<Change> all = new ArrayList<>(asked.subList(0, change));
    all.addAll(offered);
    try {
      after(SchemaState.of(proposal.surroundings().objects().values()), all);
      return offered;
    } catch (DoesNotFit | IllegalArgumentException e) {
      return List.of();
    }
  }

  /** The same change, and an index after it. */
  static List<Change> indexed(
      Proposal proposal, int change, ObjectRef table, List<String> columns, @Nullable String with) {
    if (change >= proposal.request().changes().size()
        || proposal.request().changes().get(change) instanceof RunSql) {
      return List.of(); // Nothing can follow statements whose effect only a rehearsal shows.
    }
    RequestedIndex index =
        new RequestedIndex(
            "idx_%s_%s".formatted(table.name(), String.join("_", columns)),
            columns.stream().map(IndexKey::of).toList(),
            false,
            with,
            List.of(),
            null);
    return of(
        proposal,
        change,
        proposal.request().changes().get(change),
        new AddIndex(table.schema(), table.name(), index));
  }

  /** The same change with another type for that column. */
  static List<Change> retyped(Proposal proposal, NewColumn column, String family) {
    String type = column.type().endsWith("[]") ? family + "[]" : family;
    return altered(
        proposal,
        column.change(),
        known -> known.name().equals(column.name()) ? known.withType(type) : known);
  }

  /** The same change, creating a table or adding a column, with columns altered like that. */
  static List<Change> altered(
      Proposal proposal, int change, UnaryOperator<RequestedColumn> alteration) {
    if (change >= proposal.request().changes().size()) {
      return List.of();
    }
    Change asked = proposal.request().changes().get(change);
    if (asked instanceof AddColumn add) {
      return of(
          proposal,
          change,
          new AddColumn(add.schema(), add.table(), alteration.apply(add.column())));
    }
    return asked instanceof CreateTable create
        ? of(
            proposal,
            change,
            create.withColumns(create.columns().stream().map(alteration).toList()))
        : List.of();
  }

  /** The same new table with these columns more. */
  static List<Change> with(Proposal proposal, Creation creation, RequestedColumn... more) {
    return proposal.request().changes().get(creation.index()) instanceof CreateTable create
        ? of(
            proposal,
            creation.index(),
            create.withColumns(Stream.concat(create.columns().stream(), Stream.of(more)).toList()))
        : List.of();
  }

  /**
   * Expand, the first half of expand and contract: a column beside another that holds the same. Who
   * writes has to write both before readers can move.
   */
  static List<Change> beside(
      Proposal proposal, Placed placed, Column old, String name, String type) {
    ObjectRef table = placed.alteration().object();
    return of(
        proposal,
        placed.change(),
        new AddColumn(table.schema(), table.name(), RequestedColumn.of(name, type)),
        new Backfill(
            table.schema(),
            table.name(),
            Map.of(
                name,
                type.equals(old.type()) ? quote(old.name()) : quote(old.name()) + "::" + type),
            "%s IS NULL AND %s IS NOT NULL".formatted(quote(name), quote(old.name()))));
  }

  /**
   * What the changes lead to.
   *
   * @throws DoesNotFit if one cannot be made when it is its turn
   * @throws IllegalArgumentException if one contradicts itself
   */
  static SchemaState after(SchemaState before, List<Change> changes) {
    SchemaState now = before;
    for (Change change : changes) {
      if (!change.problems("$").isEmpty()) {
        throw new IllegalArgumentException("not a valid change: " + change.type());
      }
      if (change.work(now) instanceof Work.Transition transition) {
        now = transition.after();
      }
    }
    return now;
  }
}
