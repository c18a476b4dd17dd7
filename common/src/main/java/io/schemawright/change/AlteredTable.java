package io.schemawright.change;

import io.schemawright.catalog.Column;
import io.schemawright.catalog.Definition;
import io.schemawright.catalog.NearestNames;
import io.schemawright.catalog.ObjectKind;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.SchemaState;
import io.schemawright.catalog.TableSchema;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds what a change names, or says that it is not there and what comes nearest. */
final class AlteredTable {
  /** What has no name that a table has, too. */
  static final Set<ObjectKind> NAMED_LIKE_TABLES =
      Set.copyOf(EnumSet.complementOf(EnumSet.of(ObjectKind.FUNCTION)));

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

  /**
   * Refuses the name of a table that something of the schema has: PostgreSQL keeps tables, views,
   * sequences and indexes in one name space ({@code pg_class}), and gives each table a type of its
   * name ({@code pg_type}).
   */
  static void requireFree(SchemaState before, ObjectRef table, String path) {
    taken(before, table)
        .ifPresent(
            what -> {
              throw new DoesNotFit(
                  path,
                  "there is %s %s.%s already; choose another name%s"
                      .formatted(
                          what,
                          table.schema(),
                          table.name(),
                          what.equals("a table") ? ", or change the one that is there" : ""));
            });
  }

  private static Optional<String> taken(SchemaState before, ObjectRef table) {
    for (Map.Entry<ObjectRef, Definition> entry : before.objects().entrySet()) {
      ObjectRef ref = entry.getKey();
      if (ref.schema().equals(table.schema())) {
        if (ref.name().equals(table.name()) && NAMED_LIKE_TABLES.contains(ref.kind())) {
          String kind = ref.kind().json().replace('-', ' ');
          return Optional.of(("aeiou".indexOf(kind.charAt(0)) < 0 ? "a " : "an ") + kind);
        }
        if (entry.getValue() instanceof TableSchema other
            && other.relationNames().contains(table.name())) {
          return Optional.of("an index or a sequence of %s,".formatted(other.ref().key()));
        }
      }
    }
    return Optional.empty();
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
