package io.schemawright.change;

import io.schemawright.catalog.CheckConstraint;
import io.schemawright.catalog.Column;
import io.schemawright.catalog.ExclusionConstraint;
import io.schemawright.catalog.Expression;
import io.schemawright.catalog.ForeignKey;
import io.schemawright.catalog.GeneratedNames;
import io.schemawright.catalog.Index;
import io.schemawright.catalog.IndexKey;
import io.schemawright.catalog.PrimaryKey;
import io.schemawright.catalog.SchemaState;
import io.schemawright.catalog.TablePart;
import io.schemawright.catalog.TableSchema;
import io.schemawright.catalog.UniqueConstraint;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The constraints and indexes of a table by their names. */
final class TableParts {
  private TableParts() {}

  static Set<String> constraints(TableSchema table) {
    Set<String> names = new LinkedHashSet<>();
    PrimaryKey key = table.primaryKey();
    if (key != null) {
      names.add(key.name());
    }
    table.uniqueConstraints().forEach(unique -> names.add(unique.name()));
    table.checks().forEach(check -> names.add(check.name()));
    table.foreignKeys().forEach(foreign -> names.add(foreign.name()));
    table.exclusions().forEach(exclusion -> names.add(exclusion.name()));
    table.others().stream()
        .filter(part -> part.kind() == TablePart.Kind.CONSTRAINT)
        .forEach(part -> names.add(part.name()));
    return names;
  }

  static Set<String> indexes(TableSchema table) {
    Set<String> names = new LinkedHashSet<>();
    table.indexes().forEach(index -> names.add(index.name()));
    return names;
  }

  static void requireConstraint(TableSchema table, String constraint, String path) {
    require(table, constraint, path, "constraint", constraints(table));
  }

  static void requireIndex(TableSchema table, String index, String path) {
    if (constraints(table).contains(index)) {
      throw new DoesNotFit(
          path,
          "the index '%s' belongs to the constraint of that name; change the constraint"
              .formatted(index));
    }
    require(table, index, path, "index", indexes(table));
  }

  private static void require(
      TableSchema table, String name, String path, String what, Set<String> names) {
    if (!names.contains(name)) {
      throw new DoesNotFit(
          path,
          "the table %s.%s has no %s '%s'%s"
              .formatted(
                  table.schema(), table.name(), what, name, AlteredTable.nearest(name, names)));
    }
  }

  /** Refuses a name that a constraint or an index of the table has. */
  static void requireFree(TableSchema table, @Nullable String name, String path) {
    if (name != null && (constraints(table).contains(name) || indexes(table).contains(name))) {
      throw new DoesNotFit(
          path,
          "the table %s.%s has a constraint or an index '%s' already; choose another name"
              .formatted(table.schema(), table.name(), name));
    }
  }

  /** Names for a new part of the table. */
  static GeneratedNames names(TableSchema table, SchemaState before) {
    return new GeneratedNames(taken(before, table.schema()));
  }

  /** The names that relations and constraints of the schema have. */
  static Set<String> taken(SchemaState before, String schema) {
    Set<String> taken = new LinkedHashSet<>();
    before
        .objects()
        .forEach(
            (ref, definition) -> {
              if (ref.schema().equals(schema)) {
                taken.add(ref.name());
                if (definition instanceof TableSchema table) {
                  taken.addAll(constraints(table));
                  taken.addAll(table.relationNames());
                }
              }
            });
    return taken;
  }

  static <T> List<T> with(List<T> parts, T part) {
    List<T> more = new ArrayList<>(parts);
    more.add(part);
    return more;
  }

  private static <T> List<T> without(List<T> parts, Function<T, String> name, String gone) {
    return parts.stream().filter(part -> !name.apply(part).equals(gone)).toList();
  }

  private static <T> List<T> each(List<T> parts, Function<T, T> change) {
    return parts.stream().map(change).toList();
  }

  static TableSchema withColumn(TableSchema table, String name, Column changed) {
    return table.toBuilder()
        .columns(each(table.columns(), c -> c.name().equals(name) ? changed : c))
        .build();
  }

  /** Without the column, and without all that PostgreSQL drops along with it. */
  static TableSchema withoutColumn(TableSchema table, String name) {
    Set<String> gone = Set.of(name);
    PrimaryKey key = table.primaryKey();
    return table.toBuilder()
        .columns(without(table.columns(), Column::name, name))
        .primaryKey(
            key != null && (key.columns().contains(name) || key.include().contains(name))
                ? null
                : key)
        .uniqueConstraints(
            table.uniqueConstraints().stream()
                .filter(u -> !u.columns().contains(name) && !u.include().contains(name))
                .toList())
        .checks(
            table.checks().stream()
                .filter(check -> !Expression.mentionsAny(check.expression(), gone))
                .toList())
        .foreignKeys(table.foreignKeys().stream().filter(f -> !f.columns().contains(name)).toList())
        .indexes(
            table.indexes().stream()
                .filter(
                    index ->
                        !index.include().contains(name)
                            && !mentions(index.predicate(), gone)
                            && index.keys().stream().noneMatch(k -> uses(k, name)))
                .toList())
        .exclusions(
            table.exclusions().stream()
                .filter(
                    exclusion ->
                        !mentions(exclusion.predicate(), gone)
                            && exclusion.elements().stream().noneMatch(e -> uses(e.key(), name)))
                .toList())
        .others(
            table.others().stream()
                .filter(
                    part ->
                        part.kind() == TablePart.Kind.STRUCTURE
                            || part.kind() == TablePart.Kind.TRIGGER
                            || part.kind() == TablePart.Kind.POLICY
                            || part.kind() == TablePart.Kind.RULE
                            || !Expression.mentionsAny(part.definition(), gone))
                .toList())
        .build();
  }

  private static boolean uses(IndexKey key, String column) {
    return column.equals(key.column()) || mentions(key.expression(), Set.of(column));
  }

  private static boolean mentions(@Nullable String text, Set<String> names) {
    return text != null && Expression.mentionsAny(text, names);
  }

  /** The key with the columns it refers to, where the request means the primary key. */
  static ForeignKey resolved(ForeignKey key, SchemaState before, String path) {
    TableSchema referenced = AlteredTable.table(before, key.references(), path + ".table");
    key.referencedColumns()
        .forEach(column -> AlteredTable.column(referenced, column, path + ".columns"));
    if (!key.referencedColumns().isEmpty()) {
      return key;
    }
    PrimaryKey primary = referenced.primaryKey();
    if (primary == null || primary.columns().size() != key.columns().size()) {
      throw new DoesNotFit(
          path,
          "the table %s.%s has no primary key of %d column(s) to refer to; name the columns"
              .formatted(referenced.schema(), referenced.name(), key.columns().size()));
    }
    return Referring.foreignKey(key, key.columns(), primary.columns());
  }

  static TableSchema withoutConstraint(TableSchema table, String name) {
    PrimaryKey key = table.primaryKey();
    return table.toBuilder()
        .primaryKey(key != null && key.name().equals(name) ? null : key)
        .uniqueConstraints(without(table.uniqueConstraints(), UniqueConstraint::name, name))
        .checks(without(table.checks(), CheckConstraint::name, name))
        .foreignKeys(without(table.foreignKeys(), ForeignKey::name, name))
        .exclusions(without(table.exclusions(), ExclusionConstraint::name, name))
        .others(
            table.others().stream()
                .filter(
                    part -> part.kind() != TablePart.Kind.CONSTRAINT || !part.name().equals(name))
                .toList())
        .build();
  }

  static TableSchema withoutIndex(TableSchema table, String name) {
    return table.toBuilder().indexes(without(table.indexes(), Index::name, name)).build();
  }

  static TableSchema withConstraintValid(TableSchema table, String name) {
    return table.toBuilder()
        .checks(
            each(
                table.checks(),
                check -> !check.name().equals(name) ? check : PartNames.proved(check)))
        .foreignKeys(
            each(
                table.foreignKeys(),
                foreign -> !foreign.name().equals(name) ? foreign : PartNames.proved(foreign)))
        .build();
  }
}
