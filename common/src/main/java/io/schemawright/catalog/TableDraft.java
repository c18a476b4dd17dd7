package io.schemawright.catalog;

import static io.schemawright.catalog.Identifiers.quote;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A table while its parts come in from the catalog, each under the numbers PostgreSQL uses. */
final class TableDraft {

  /**
   * The index behind a constraint, which is a part of that constraint.
   *
   * @param keys none if they have attributes that {@link IndexKey} does not have
   */
  record ConstraintIndex(
      String method,
      List<IndexKey> keys,
      List<String> include,
      boolean nullsNotDistinct,
      @Nullable String predicate) {}

  final String schema;
  final String name;
  final boolean unlogged;
  final @Nullable String comment;

  final Map<Integer, Column> columns = new HashMap<>();
  final List<Integer> columnOrder = new ArrayList<>();
  @Nullable PrimaryKey primaryKey;
  final List<UniqueConstraint> uniqueConstraints = new ArrayList<>();
  final List<CheckConstraint> checks = new ArrayList<>();
  final List<ForeignKey> foreignKeys = new ArrayList<>();
  final List<Index> indexes = new ArrayList<>();
  final List<TablePart> others = new ArrayList<>();
  final List<ExclusionConstraint> exclusions = new ArrayList<>();
  final List<Dependency> dependsOn = new ArrayList<>();
  @Nullable String partitionKey;
  @Nullable PartitionOf partitionOf;
  final Map<Long, ConstraintIndex> constraintIndexes = new HashMap<>();

  TableDraft(String schema, String name, boolean unlogged, @Nullable String comment) {
    this.schema = schema;
    this.name = name;
    this.unlogged = unlogged;
    this.comment = comment;
  }

  void add(int number, Column column) {
    columns.put(number, column);
    columnOrder.add(number);
  }

  void part(TablePart.Kind kind, String partName, String definition, @Nullable String removal) {
    others.add(new TablePart(kind, partName, definition, removal));
  }

  void structure(String partName, String definition) {
    part(TablePart.Kind.STRUCTURE, partName, definition, null);
  }

  /** A part that one {@code ALTER TABLE} makes and another takes away. */
  void alter(TablePart.Kind kind, String partName, String action, String opposite) {
    String alter = "ALTER TABLE " + sqlName() + " ";
    part(kind, partName, alter + action, alter + opposite);
  }

  String sqlName() {
    return quote(schema, name);
  }

  /** The names of the columns with these numbers. */
  List<String> columnNames(List<Integer> numbers) {
    return numbers.stream().map(number -> column(number).name()).toList();
  }

  Column column(int number) {
    Column column = columns.get(number);
    if (column == null) {
      throw new IllegalStateException(
          "table %s.%s has no column number %d".formatted(schema, name, number));
    }
    return column;
  }

  TableSchema finished() {
    return new TableSchema(
            schema,
            name,
            columnOrder.stream().map(this::column).toList(),
            primaryKey,
            uniqueConstraints,
            checks,
            foreignKeys,
            indexes,
            comment,
            unlogged,
            others,
            exclusions,
            partitionKey,
            partitionOf,
            dependsOn)
        .withSortedParts();
  }
}
