package io.schemawright.difference;

import io.schemawright.catalog.Column;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.PartitionOf;
import io.schemawright.catalog.TableSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * The alterations found so far, and the tables that stay as they are after these. A table is found
 * by the name that it has in the end, because that does not change on the way.
 */
final class Draft {
  private final List<Alteration> steps = new ArrayList<>();
  private final List<Remark> remarks = new ArrayList<>();
  private final Map<ObjectRef, TableSchema> tables = new LinkedHashMap<>();
  private final Map<ObjectRef, List<ObjectRef>> partitions = new LinkedHashMap<>();

  void start(ObjectRef key, TableSchema table, TableSchema wanted) {
    tables.put(key, table);
    PartitionOf parent = wanted.partitionOf();
    if (parent != null && table.partitionOf() != null) {
      partitions.computeIfAbsent(parent.parent(), none -> new ArrayList<>()).add(key);
    }
  }

  TableSchema table(ObjectRef key) {
    return Objects.requireNonNull(tables.get(key), key::key);
  }

  void step(Alteration step) {
    steps.add(step);
  }

  /** Takes a step after which the table is another. */
  void step(Alteration step, ObjectRef key, UnaryOperator<TableSchema> change) {
    steps.add(step);
    set(key, change);
  }

  void set(ObjectRef key, UnaryOperator<TableSchema> change) {
    tables.put(key, change.apply(table(key)));
  }

  /** Takes a step that PostgreSQL repeats on every partition. */
  void spread(Alteration step, ObjectRef key, UnaryOperator<TableSchema> change) {
    steps.add(step);
    spread(key, change);
  }

  private void spread(ObjectRef key, UnaryOperator<TableSchema> change) {
    set(key, change);
    partitions.getOrDefault(key, List.of()).forEach(partition -> spread(partition, change));
  }

  /** Exchanges a column here and in the partitions, which have another comment or none. */
  void spreadColumn(Alteration step, ObjectRef key, String name, UnaryOperator<Column> change) {
    spread(step, key, table -> withColumn(table, name, change));
  }

  void column(Alteration step, ObjectRef key, String name, UnaryOperator<Column> change) {
    step(step, key, table -> withColumn(table, name, change));
  }

  private static TableSchema withColumn(
      TableSchema table, String name, UnaryOperator<Column> change) {
    return table.toBuilder()
        .columns(
            table.columns().stream()
                .map(column -> column.name().equals(name) ? change.apply(column) : column)
                .toList())
        .build();
  }

  void remark(ObjectRef object, String text) {
    remarks.add(new Remark(object, text));
  }

  Difference difference() {
    return new Difference(steps, remarks);
  }
}
