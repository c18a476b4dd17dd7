package io.schemawright.catalog;

import static io.schemawright.catalog.Identifiers.quote;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Writes partitions. What a partition has of its partitioned table is not in its model and comes
 * from there: the keys, the indexes, the checks, the identity.
 */
final class PartitionDdl {
  private PartitionDdl() {}

  /** {@code PARTITION BY RANGE (created_at)}, in front of it a space; empty without a key. */
  static String partitionBy(TableSchema table) {
    String key = table.partitionKey();
    if (key == null) {
      return "";
    }
    Expression.parenthesised(key);
    return " PARTITION BY " + key;
  }

  /** {@code FOR VALUES FROM (1) TO (10)}. */
  static String bound(PartitionOf partition) {
    Expression.parenthesised(partition.bound());
    return partition.bound();
  }

  static String attach(TableSchema table) {
    PartitionOf partition = partitionOf(table);
    return "ALTER TABLE %s ATTACH PARTITION %s %s"
        .formatted(
            quote(partition.schema(), partition.table()),
            quote(table.schema(), table.name()),
            bound(partition));
  }

  /** Whether {@code PARTITION OF} makes these columns in this order. */
  static boolean like(TableSchema table, TableSchema parent) {
    return names(table).equals(names(parent));
  }

  /** What the columns of the partition have that those of its parent do not. */
  static List<String> columnOptions(TableSchema table, TableSchema parent) {
    List<String> options = new ArrayList<>();
    for (Column column : table.columns()) {
      Column inherited = inherited(column, parent);
      String value = ColumnDdl.defaultValue(table, column);
      String option =
          (!column.nullable() && inherited.nullable() ? " NOT NULL" : "")
              + (value == null || sameDefault(column, inherited) ? "" : " DEFAULT " + value);
      if (!option.isEmpty()) {
        options.add(quote(column.name()) + " WITH OPTIONS" + option);
      }
    }
    return options;
  }

  /** Defaults that the partition must not take over. */
  static List<String> droppedDefaults(TableSchema table, TableSchema parent) {
    return table.columns().stream()
        .filter(column -> ColumnDdl.defaultValue(table, column) == null)
        .filter(column -> ColumnDdl.defaultValue(parent, inherited(column, parent)) != null)
        .map(
            column ->
                "ALTER TABLE %s ALTER COLUMN %s DROP DEFAULT"
                    .formatted(quote(table.schema(), table.name()), quote(column.name())))
        .toList();
  }

  private static Column inherited(Column column, TableSchema parent) {
    return parent
        .column(column.name())
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "column '%s' of a partition of %s is none of that table"
                        .formatted(column.name(), parent.ref())));
  }

  private static List<String> names(TableSchema table) {
    return table.columns().stream().map(Column::name).toList();
  }

  private static boolean sameDefault(Column column, Column inherited) {
    return column.sequence() == null
        && inherited.sequence() == null
        && Objects.equals(column.defaultValue(), inherited.defaultValue());
  }

  private static PartitionOf partitionOf(TableSchema table) {
    return Objects.requireNonNull(table.partitionOf(), () -> table.ref() + " is no partition");
  }
}
