package io.schemawright.difference;

import io.schemawright.catalog.Definition;
import io.schemawright.catalog.ForeignKey;
import io.schemawright.catalog.ObjectKind;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.PartitionOf;
import io.schemawright.catalog.PrimaryKey;
import io.schemawright.catalog.Renames;
import io.schemawright.catalog.SchemaState;
import io.schemawright.catalog.TableSchema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which objects of two states are the same ones. */
final class Pairs {
  private final SchemaState before;
  private final SchemaState after;

  /** The name in the end of each object that stays, by its name before. */
  private final Map<ObjectRef, ObjectRef> staying = new TreeMap<>();

  private final Map<ObjectRef, ObjectRef> renamed = new TreeMap<>();
  private final Map<ObjectRef, TablePair> tables = new TreeMap<>();
  private final List<TablePair> inOrder = new ArrayList<>();

  Pairs(SchemaState before, SchemaState after, Renames renames) {
    this.before = resolved(before);
    this.after = resolved(after);
    Set<ObjectRef> taken = new HashSet<>();
    renames
        .objects()
        .forEach(
            (from, to) -> {
              if (from.kind() == to.kind()
                  && from.kind() != ObjectKind.FUNCTION
                  && before.find(from).isPresent()
                  && after.find(to).isPresent()
                  && !from.equals(to)) {
                renamed.put(from, to);
                taken.add(to);
              }
            });
    for (ObjectRef ref : before.objects().keySet()) {
      ObjectRef to = renamed.getOrDefault(ref, ref);
      if (after.find(to).isPresent() && (renamed.containsKey(ref) || !taken.contains(to))) {
        staying.put(ref, to);
      }
    }
    staying.forEach(
        (from, to) -> {
          if (from.kind() == ObjectKind.TABLE) {
            tables.put(
                from,
                new TablePair(
                    this.before.table(from).orElseThrow(),
                    this.after.table(to).orElseThrow(),
                    renames));
          }
        });
    tables
        .values()
        .forEach(
            pair ->
                pair.matchItems(
                    new Carried(
                        pair.renamed(),
                        renamed,
                        other -> table(other).map(TablePair::renamed).orElse(Map.of()))));
    inOrder.addAll(tables.values());
    inOrder.sort(Comparator.comparingInt(pair -> depth(pair.after())));
    disturbedKeys();
  }

  /** A key that goes takes the foreign keys to it along; they come back later. */
  private void disturbedKeys() {
    for (TablePair pair : inOrder) {
      for (int i = 0; i < pair.items().size(); i++) {
        ItemPair item = pair.items().get(i);
        if (item.stays() && item.item().value() instanceof ForeignKey key) {
          Set<String> touched = pair.touched();
          if (key.columns().stream().anyMatch(touched::contains)
              || table(key.references())
                  .map(other -> other.disturbs(key.referencedColumns()))
                  .orElse(false)
              || (before.find(key.references()).isPresent()
                  && !staying.containsKey(key.references()))) {
            pair.replace(i);
          }
        }
      }
    }
  }

  /** Foreign keys that leave out what they refer to mean the primary key. */
  private static SchemaState resolved(SchemaState state) {
    SchemaState resolved = state;
    for (Definition definition : state.objects().values()) {
      if (definition instanceof TableSchema table
          && table.foreignKeys().stream().anyMatch(key -> key.referencedColumns().isEmpty())) {
        resolved =
            resolved.with(
                table.toBuilder()
                    .foreignKeys(
                        table.foreignKeys().stream().map(key -> resolved(key, state)).toList())
                    .build());
      }
    }
    return resolved;
  }

  private static ForeignKey resolved(ForeignKey key, SchemaState state) {
    Optional<PrimaryKey> primary = state.table(key.references()).map(TableSchema::primaryKey);
    if (!key.referencedColumns().isEmpty()
        || primary.isEmpty()
        || primary.get().columns().size() != key.columns().size()) {
      return key;
    }
    return new ForeignKey(
        key.name(),
        key.columns(),
        key.referencedSchema(),
        key.referencedTable(),
        primary.get().columns(),
        key.onDelete(),
        key.onUpdate(),
        key.matchFull(),
        key.deferral(),
        key.notValid(),
        key.notEnforced());
  }

  private int depth(TableSchema table) {
    int depth = 0;
    @Nullable TableSchema at = table;
    while (at != null && at.partitionOf() != null) {
      PartitionOf partition = at.partitionOf();
      at = after.table(partition.parent()).orElse(null);
      depth++;
    }
    return depth;
  }

  SchemaState before() {
    return before;
  }

  SchemaState after() {
    return after;
  }

  /** Old and new names of the objects that stay under another name. */
  Map<ObjectRef, ObjectRef> renamed() {
    return renamed;
  }

  /** Old name and name in the end of all objects that stay. */
  Map<ObjectRef, ObjectRef> staying() {
    return staying;
  }

  /** The tables that stay, partitioned ones in front of their partitions. */
  List<TablePair> tables() {
    return inOrder;
  }

  Optional<TablePair> table(ObjectRef before) {
    return Optional.ofNullable(tables.get(before));
  }

  List<ObjectRef> dropped() {
    return before.objects().keySet().stream().filter(ref -> !staying.containsKey(ref)).toList();
  }

  List<ObjectRef> added() {
    Set<ObjectRef> there = new HashSet<>(staying.values());
    return after.objects().keySet().stream().filter(ref -> !there.contains(ref)).toList();
  }
}
