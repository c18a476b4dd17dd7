package io.schemawright.change;

import io.schemawright.catalog.Definition;
import io.schemawright.catalog.Dependency;
import io.schemawright.catalog.ForeignKey;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.OpaqueDefinition;
import io.schemawright.catalog.PartitionOf;
import io.schemawright.catalog.SchemaState;
import io.schemawright.catalog.TableSchema;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What names a table or a column from elsewhere, which PostgreSQL keeps pointing at it. */
final class Referring {
  private Referring() {}

  /** The same objects once the table has another name. */
  static SchemaState renamed(SchemaState state, ObjectRef from, ObjectRef to) {
    TreeMap<ObjectRef, Definition> objects = new TreeMap<>();
    for (Map.Entry<ObjectRef, Definition> entry : state.objects().entrySet()) {
      Definition definition = entry.getValue();
      if (definition instanceof TableSchema table) {
        PartitionOf partition = table.partitionOf();
        definition =
            table.toBuilder()
                .foreignKeys(
                    table.foreignKeys().stream()
                        .map(key -> key.references().equals(from) ? redirected(key, to) : key)
                        .toList())
                .partitionOf(
                    partition != null && partition.parent().equals(from)
                        ? new PartitionOf(to.schema(), to.name(), partition.bound())
                        : partition)
                .build();
      } else if (definition instanceof OpaqueDefinition opaque) {
        definition =
            new OpaqueDefinition(
                opaque.text(),
                opaque.then(),
                opaque.dependsOn().stream()
                    .map(d -> d.object().equals(from) ? new Dependency(to, d.column()) : d)
                    .toList());
      }
      objects.put(entry.getKey(), definition);
    }
    return new SchemaState(objects);
  }

  /** The same objects once a column of the table has another name. */
  static SchemaState renamed(SchemaState state, ObjectRef table, String from, String to) {
    ColumnRename rename = new ColumnRename(from, to);
    TreeMap<ObjectRef, Definition> objects = new TreeMap<>();
    state
        .objects()
        .forEach(
            (ref, definition) ->
                objects.put(
                    ref,
                    definition instanceof TableSchema other
                        ? referring(other, table, rename)
                        : definition instanceof OpaqueDefinition opaque
                            ? resting(opaque, table, from, to)
                            : definition));
    return new SchemaState(objects);
  }

  private static TableSchema referring(TableSchema other, ObjectRef table, ColumnRename rename) {
    return other.toBuilder()
        .foreignKeys(
            other.foreignKeys().stream()
                .map(
                    key ->
                        key.references().equals(table)
                            ? foreignKey(key, key.columns(), rename.names(key.referencedColumns()))
                            : key)
                .toList())
        .build();
  }

  private static OpaqueDefinition resting(
      OpaqueDefinition opaque, ObjectRef table, String from, String to) {
    return new OpaqueDefinition(
        opaque.text(),
        opaque.then(),
        opaque.dependsOn().stream()
            .map(
                d ->
                    d.object().equals(table) && from.equals(d.column())
                        ? new Dependency(table, to)
                        : d)
            .toList());
  }

  private static ForeignKey redirected(ForeignKey key, ObjectRef to) {
    return new ForeignKey(
        key.name(),
        key.columns(),
        to.schema(),
        to.name(),
        key.referencedColumns(),
        key.onDelete(),
        key.onUpdate(),
        key.matchFull(),
        key.deferral(),
        key.notValid(),
        key.notEnforced());
  }

  static ForeignKey foreignKey(ForeignKey key, List<String> columns, List<String> referenced) {
    return new ForeignKey(
        key.name(),
        columns,
        key.referencedSchema(),
        key.referencedTable(),
        referenced,
        key.onDelete(),
        key.onUpdate(),
        key.matchFull(),
        key.deferral(),
        key.notValid(),
        key.notEnforced());
  }
}
