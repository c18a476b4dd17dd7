package io.schemawright.change;

import io.schemawright.catalog.Column;
import io.schemawright.catalog.NearestNames;
import io.schemawright.catalog.ObjectKind;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.SchemaState;
import io.schemawright.catalog.TableSchema;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds what a change names, or says that it is not there and what comes nearest. */
final class AlteredTable {
  private AlteredTable() {}

  static TableSchema table(SchemaState before, ObjectRef table, String path) {
    return before
        .table(table)
        .orElseThrow(
            () ->
                new DoesNotFit(
                    path,
                    "there is no table %s.%s%s"
                        .formatted(
                            table.schema(),
                            table.name(),
                            nearest(table.name(), tables(before, table.schema())))));
  }

  static Column column(TableSchema table, String column, String path) {
    return table
        .column(column)
        .orElseThrow(
            () ->
                new DoesNotFit(
                    path,
                    "the table %s.%s has no column '%s'%s"
                        .formatted(
                            table.schema(),
                            table.name(),
                            column,
                            nearest(column, columns(table)))));
  }

  static Set<String> columns(TableSchema table) {
    return table.columns().stream()
        .map(Column::name)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** Refuses the change for the first of what is wrong with it now that the table is known. */
  static void require(Problems problems) {
    problems.found().stream()
        .findFirst()
        .ifPresent(
            problem -> {
              throw new DoesNotFit(problem.path(), problem.message());
            });
  }

  /** {@code ; did you mean 'notes'?}, or the names there are if none comes near. */
  static String nearest(String name, Set<String> names) {
    List<String> near = NearestNames.to(name, names);
    if (!near.isEmpty()) {
      return "; did you mean '" + String.join("' or '", near) + "'?";
    }
    return names.isEmpty() ? "" : "; there are " + String.join(", ", names);
  }

  private static Set<String> tables(SchemaState before, String schema) {
    return before.objects().keySet().stream()
        .filter(ref -> ref.kind() == ObjectKind.TABLE && ref.schema().equals(schema))
        .map(ObjectRef::name)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
