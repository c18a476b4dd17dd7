package io.schemawright.catalog;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A table while some of its parts are exchanged; for one thread, as builders are. */
public final class TableBuilder {
  private String schema;
  private String name;
  private List<Column> columns;
  private @Nullable PrimaryKey primaryKey;
  private List<UniqueConstraint> uniqueConstraints;
  private List<CheckConstraint> checks;
  private List<ForeignKey> foreignKeys;
  private List<Index> indexes;
  private @Nullable String comment;
  private boolean unlogged;
  private List<TablePart> others;
  private List<ExclusionConstraint> exclusions;
  private @Nullable String partitionKey;
  private @Nullable PartitionOf partitionOf;
  private List<Dependency> dependsOn;

  TableBuilder(TableSchema table) {
    this.schema = table.schema();
    this.name = table.name();
    this.columns = table.columns();
    this.primaryKey = table.primaryKey();
    this.uniqueConstraints = table.uniqueConstraints();
    this.checks = table.checks();
    this.foreignKeys = table.foreignKeys();
    this.indexes = table.indexes();
    this.comment = table.comment();
    this.unlogged = table.unlogged();
    this.others = table.others();
    this.exclusions = table.exclusions();
    this.partitionKey = table.partitionKey();
    this.partitionOf = table.partitionOf();
    this.dependsOn = table.dependsOn();
  }

  /** Moves the table. */
  public TableBuilder schema(String schema) {
    this.schema = schema;
    return this;
  }

  /** Renames the table; the names of its parts stay. */
  public TableBuilder name(String name) {
    this.name = name;
    return this;
  }

  /** Exchanges the columns. */
  public TableBuilder columns(List<Column> columns) {
    this.columns = columns;
    return this;
  }

  /** Exchanges the primary key. */
  public TableBuilder primaryKey(@Nullable PrimaryKey primaryKey) {
    this.primaryKey = primaryKey;
    return this;
  }

  /** Exchanges the unique constraints. */
  public TableBuilder uniqueConstraints(List<UniqueConstraint> uniqueConstraints) {
    this.uniqueConstraints = uniqueConstraints;
    return this;
  }

  /** Exchanges the checks. */
  public TableBuilder checks(List<CheckConstraint> checks) {
    this.checks = checks;
    return this;
  }

  /** Exchanges the foreign keys. */
  public TableBuilder foreignKeys(List<ForeignKey> foreignKeys) {
    this.foreignKeys = foreignKeys;
    return this;
  }

  /** Exchanges the indexes. */
  public TableBuilder indexes(List<Index> indexes) {
    this.indexes = indexes;
    return this;
  }

  /** Exchanges the comment. */
  public TableBuilder comment(@Nullable String comment) {
    this.comment = comment;
    return this;
  }

  /** Says whether changes skip the write-ahead log. */
  public TableBuilder unlogged(boolean unlogged) {
    this.unlogged = unlogged;
    return this;
  }

  /** Exchanges what the model holds only as SQL. */
  public TableBuilder others(List<TablePart> others) {
    this.others = others;
    return this;
  }

  /** Exchanges the exclusions. */
  public TableBuilder exclusions(List<ExclusionConstraint> exclusions) {
    this.exclusions = exclusions;
    return this;
  }

  /** Exchanges what the table is partitioned by. */
  public TableBuilder partitionKey(@Nullable String partitionKey) {
    this.partitionKey = partitionKey;
    return this;
  }

  /** Exchanges what the table is a partition of. */
  public TableBuilder partitionOf(@Nullable PartitionOf partitionOf) {
    this.partitionOf = partitionOf;
    return this;
  }

  /** Exchanges what must be there first. */
  public TableBuilder dependsOn(List<Dependency> dependsOn) {
    this.dependsOn = dependsOn;
    return this;
  }

  /** The table as it is now. */
  public TableSchema build() {
    return new TableSchema(
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
        exclusions,
        partitionKey,
        partitionOf,
        dependsOn);
  }
}
