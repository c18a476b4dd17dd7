package io.schemawright.policy.rehearsal;

import io.schemawright.catalog.CatalogObject;
import io.schemawright.catalog.Column;
import io.schemawright.catalog.ColumnType;
import io.schemawright.catalog.Ddl;
import io.schemawright.catalog.Identifiers;
import io.schemawright.catalog.Index;
import io.schemawright.catalog.TablePart;
import io.schemawright.catalog.TableSchema;
import io.schemawright.catalog.UniqueConstraint;
import io.schemawright.policy.plan.Draft;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What must be there before a plan can run, in the shape that matters to it: schemas, and for each
 * table that is only referred to its columns and keys. What such a table refers to itself, its
 * defaults, checks and triggers do not change what the plan does to it, and would drag in half of
 * the target. Pure.
 */
final class Foundation {
  private Foundation() {}

  /**
   * The statements that build it.
   *
   * @throws IllegalArgumentException if an object cannot be built
   */
  static List<String> statements(Draft draft) {
    List<String> statements = new ArrayList<>();
    Set<String> schemas = new TreeSet<>();
    draft.touched().forEach(ref -> schemas.add(ref.schema()));
    draft.needed().forEach(object -> schemas.add(object.ref().schema()));
    schemas.remove("public");
    schemas.forEach(schema -> statements.add("CREATE SCHEMA " + Identifiers.quote(schema)));
    for (CatalogObject object : draft.needed()) {
      if (!(object.definition() instanceof TableSchema table)) {
        throw new IllegalArgumentException(object.ref() + " is not a table");
      }
      statements.addAll(Ddl.createTable(referenced(table)));
    }
    return statements;
  }

  private static TableSchema referenced(TableSchema table) {
    Set<String> keyed = new HashSet<>();
    if (table.primaryKey() != null) {
      keyed.addAll(table.primaryKey().columns());
      keyed.addAll(table.primaryKey().include());
    }
    for (UniqueConstraint unique : table.uniqueConstraints()) {
      keyed.addAll(unique.columns());
      keyed.addAll(unique.include());
    }
    List<Index> uniqueIndexes =
        table.indexes().stream()
            .filter(Foundation::canBeReferredTo)
            .peek(index -> index.keys().forEach(key -> keyed.add(String.valueOf(key.column()))))
            .toList();
    return new TableSchema(
        table.schema(),
        table.name(),
        table.columns().stream()
            .filter(
                column ->
                    keyed.contains(column.name()) || ColumnType.find(column.type()).isPresent())
            .map(
                column ->
                    new Column(
                        column.name(),
                        column.type(),
                        column.nullable(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null))
            .toList(),
        table.primaryKey(),
        table.uniqueConstraints(),
        List.of(),
        List.of(),
        uniqueIndexes,
        null,
        table.unlogged(),
        table.others().stream().filter(part -> part.kind() == TablePart.Kind.STRUCTURE).toList());
  }

  private static boolean canBeReferredTo(Index index) {
    return index.unique()
        && !index.invalid()
        && index.predicate() == null
        && index.include().isEmpty()
        && index.keys().stream().allMatch(key -> key.column() != null);
  }
}
