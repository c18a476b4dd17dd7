package io.schemawright.policy.rule;

import io.schemawright.catalog.Index;
import io.schemawright.catalog.IndexKey;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.PrimaryKey;
import io.schemawright.catalog.TableSchema;
import io.schemawright.catalog.UniqueConstraint;
import io.schemawright.difference.AddIndex;
import io.schemawright.difference.AddPrimaryKey;
import io.schemawright.difference.AddUnique;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** By which columns a table's rows are found without reading all of them. */
final class Indexed {
  private Indexed() {}

  /** Whether an index of the table, or one of those made beside it, begins with these columns. */
  static boolean by(TableSchema table, Stream<Index> made, List<String> columns) {
    Stream<List<String>> indexes =
        Stream.concat(table.indexes().stream(), made)
            .filter(index -> index.method().equals("btree") || index.method().equals("hash"))
            .filter(Indexed::coversAllRows)
            .map(Indexed::leadingColumns);
    return Stream.concat(constraints(table), indexes)
        .anyMatch(
            key ->
                key.size() >= columns.size()
                    && columns.containsAll(key.subList(0, columns.size())));
  }

  /** Whether a sorting index of the table begins with just these columns in this order. */
  static boolean startingWith(TableSchema table, List<String> columns) {
    Stream<List<String>> indexes =
        table.indexes().stream()
            .filter(index -> index.method().equals("btree"))
            .filter(Indexed::coversAllRows)
            .map(Indexed::leadingColumns);
    return Stream.concat(constraints(table), indexes)
        .anyMatch(
            key -> key.size() >= columns.size() && key.subList(0, columns.size()).equals(columns));
  }

  /** Whether what the request makes finds a table's rows by these columns, when all is done. */
  static boolean by(Proposal proposal, ObjectRef table, List<String> columns) {
    return proposal
            .creations()
            .anyMatch(creation -> creation.table().equals(table) && creation.indexed(columns))
        || Stream.concat(
                made(proposal, table).filter(Indexed::coversAllRows).map(Indexed::leadingColumns),
                keysMade(proposal, table))
            .anyMatch(
                key ->
                    key.size() >= columns.size()
                        && columns.containsAll(key.subList(0, columns.size())));
  }

  /** The columns of the keys that the request gives a table. */
  private static Stream<List<String>> keysMade(Proposal proposal, ObjectRef table) {
    return proposal.alterations().stream()
        .map(Proposal.Placed::alteration)
        .filter(alteration -> alteration.object().equals(table))
        .flatMap(
            alteration ->
                alteration instanceof AddUnique unique
                    ? Stream.of(unique.unique().columns())
                    : alteration instanceof AddPrimaryKey key
                        ? Stream.of(key.key().columns())
                        : Stream.empty());
  }

  /** The indexes that the request makes on a table, as far as it is planned. */
  static Stream<Index> made(Proposal proposal, ObjectRef table) {
    return proposal.alterations().stream()
        .flatMap(
            placed ->
                placed.alteration() instanceof AddIndex index && index.object().equals(table)
                    ? Stream.of(index.index())
                    : Stream.empty());
  }

  private static boolean coversAllRows(Index index) {
    return index.predicate() == null && !index.invalid();
  }

  private static Stream<List<String>> constraints(TableSchema table) {
    return Stream.concat(
        Stream.ofNullable(table.primaryKey()).map(PrimaryKey::columns),
        table.uniqueConstraints().stream().map(UniqueConstraint::columns));
  }

  /** The columns that the index begins with, up to its first expression. */
  static List<String> leadingColumns(Index index) {
    List<String> columns = new ArrayList<>();
    for (IndexKey key : index.keys()) {
      if (key.column() == null) {
        break;
      }
      columns.add(key.column());
    }
    return columns;
  }
}
