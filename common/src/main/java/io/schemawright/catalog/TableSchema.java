package io.schemawright.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A table: its columns in their order, its constraints and indexes.
 *
 * <p>The index that PostgreSQL makes for a primary key or a unique constraint is part of that
 * constraint and not in {@code indexes}. What these records cannot say stands in {@code others} as
 * the statement that makes it, so that nothing is dropped in silence. {@code partitionKey} is that
 * of a partitioned table, as {@code pg_get_partkeydef} prints it: {@code RANGE (created_at)}.
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record TableSchema(
    String schema,
    String name,
    List<Column> columns,
    @Nullable PrimaryKey primaryKey,
    List<UniqueConstraint> uniqueConstraints,
    List<CheckConstraint> checks,
    List<ForeignKey> foreignKeys,
    List<Index> indexes,
    @Nullable String comment,
    boolean unlogged,
    List<TablePart> others,
    List<ExclusionConstraint> exclusions,
    @Nullable String partitionKey,
    @Nullable PartitionOf partitionOf,
    List<Dependency> dependsOn)
    implements Definition {

  /** A table that has no exclusion constraint, no partitions and is none. */
  public TableSchema(
      String schema,
      String name,
      List<Column> columns,
      @Nullable PrimaryKey primaryKey,
      List<UniqueConstraint> uniqueConstraints,
      List<CheckConstraint> checks,
      List<ForeignKey> foreignKeys,
      List<Index> indexes,
      @Nullable String comment,
      boolean unlogged,
      List<TablePart> others) {
    this(
        schema,
        name,
        columns,
        primaryKey,
        uniqueConstraints,
        checks,
        foreignKeys,
        indexes,
        comment,
        unlogged,
        others,
        List.of(),
        null,
        null,
        List.of());
  }

  public TableSchema {
    if (schema.isEmpty() || name.isEmpty()) {
      throw new IllegalArgumentException(
          "a table needs a schema and a name, not '" + schema + "' and '" + name + "'");
    }
    columns = Parts.list(columns);
    uniqueConstraints = Parts.list(uniqueConstraints);
    checks = Parts.list(checks);
    foreignKeys = Parts.list(foreignKeys);
    indexes = Parts.list(indexes);
    others = Parts.list(others);
    exclusions = Parts.list(exclusions);
    dependsOn = Parts.dependencies(dependsOn);
  }

  /** The name under which other objects and events know this table. */
  public ObjectRef ref() {
    return ObjectRef.table(schema, name);
  }

  /** The column of that name. */
  public Optional<Column> column(String columnName) {
    return columns.stream().filter(column -> column.name().equals(columnName)).findFirst();
  }

  /** The names of all its indexes: those behind constraints too, and those held as SQL. */
  public Set<String> indexNames() {
    Set<String> names = new TreeSet<>();
    if (primaryKey != null) {
      names.add(primaryKey.name());
    }
    uniqueConstraints.forEach(unique -> names.add(unique.name()));
    exclusions.forEach(exclusion -> names.add(exclusion.name()));
    indexes.forEach(index -> names.add(index.name()));
    others.stream()
        .filter(part -> part.kind() == TablePart.Kind.INDEX)
        .forEach(index -> names.add(index.name()));
    return names;
  }

  /**
   * The names that the table takes in its schema's name space of relations: its own, and those of
   * its indexes and of its columns' sequences.
   */
  public Set<String> relationNames() {
    Set<String> names = indexNames();
    names.add(name);
    columns.stream()
        .map(Column::sequence)
        .filter(Objects::nonNull)
        .forEach(sequence -> names.add(sequence.name()));
    return names;
  }

  /** A copy to be changed. */
  public TableBuilder toBuilder() {
    return new TableBuilder(this);
  }

  @Override
  public TableSchema sorted() {
    return withSortedParts().toBuilder()
        .columns(Parts.sorted(columns, Comparator.comparing(Column::name)))
        .build();
  }

  /** The same table with its columns as they stand and all else in the order of names. */
  TableSchema withSortedParts() {
    return toBuilder()
        .uniqueConstraints(
            Parts.sorted(uniqueConstraints, Comparator.comparing(UniqueConstraint::name)))
        .checks(Parts.sorted(checks, Comparator.comparing(CheckConstraint::name)))
        .foreignKeys(Parts.sorted(foreignKeys, Comparator.comparing(ForeignKey::name)))
        .indexes(Parts.sorted(indexes, Comparator.comparing(Index::name)))
        .exclusions(Parts.sorted(exclusions, Comparator.comparing(ExclusionConstraint::name)))
        .others(
            Parts.sorted(
                others, Comparator.comparing(TablePart::kind).thenComparing(TablePart::definition)))
        .build();
  }
}
