package io.schemawright.catalog;

/**
 * What makes a table a partition.
 *
 * @param schema the partitioned table's schema
 * @param table the partitioned table
 * @param bound as {@code pg_get_expr} prints it: {@code FOR VALUES FROM (1) TO (10)}, {@code
 *     DEFAULT}
 */
public record PartitionOf(String schema, String table, String bound) {

  /** The partitioned table. */
  public ObjectRef parent() {
    return ObjectRef.table(schema, table);
  }
}
