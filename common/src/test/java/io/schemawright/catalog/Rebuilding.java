package io.schemawright.catalog;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Puts the statements for a whole state in an order in which they run in an empty database. */
final class Rebuilding {
  private final SchemaState state;
  private final List<String> statements = new ArrayList<>();
  private final List<String> later = new ArrayList<>();
  private final Set<ObjectRef> made = new LinkedHashSet<>();
  private final @Nullable Random order;

  private Rebuilding(SchemaState state, @Nullable Random order) {
    this.state = state;
    this.order = order;
  }

  static List<String> of(SchemaState state) {
    return statements(state, null);
  }

  /** The same state by another way: other objects first, tables bare and their parts later. */
  static List<String> inAnotherOrder(SchemaState state, Random order) {
    return statements(state, order);
  }

  private static List<String> statements(SchemaState state, @Nullable Random order) {
    Rebuilding rebuilding = new Rebuilding(state, order);
    Set<String> schemas = new TreeSet<>();
    state.objects().forEach((ref, definition) -> schemas.add(ref.schema()));
    schemas.remove("public");
    schemas.forEach(
        schema -> rebuilding.statements.add("CREATE SCHEMA " + Identifiers.quote(schema)));
    List<Map.Entry<ObjectRef, Definition>> objects = new ArrayList<>(state.objects().entrySet());
    if (order != null) {
      Collections.shuffle(objects, order);
    }
    objects.forEach(object -> rebuilding.make(object.getKey(), object.getValue()));
    rebuilding.statements.addAll(rebuilding.later);
    return rebuilding.statements;
  }

  private void make(ObjectRef ref, Definition definition) {
    if (!made.add(ref)) {
      return;
    }
    state.needs(ref, definition).forEach(needed -> make(needed, state.find(needed).orElseThrow()));
    if (definition instanceof TableSchema table) {
      String alter = "ALTER TABLE " + Identifiers.quote(ref.schema(), ref.name()) + " ADD ";
      table.foreignKeys().forEach(key -> later.add(alter + Ddl.constraint(key)));
      TableSchema first = table.toBuilder().foreignKeys(List.of()).build();
      statements.addAll(Ddl.create(ref, order == null ? first : bare(first, order), state));
    } else {
      statements.addAll(Ddl.create(ref, definition, state));
      if (definition instanceof FreeSequence sequence && sequence.ownedBy() != null) {
        later.add(Ddl.ownSequence(ref, sequence));
      }
    }
  }

  /**
   * The table without what can be added, which is added after it. Not so with partitions: an index
   * that comes to a partitioned table takes over the equal ones that its partitions have.
   */
  private TableSchema bare(TableSchema table, Random random) {
    if (table.partitionOf() != null || table.partitionKey() != null) {
      return table;
    }
    String alter = "ALTER TABLE " + Identifiers.quote(table.schema(), table.name()) + " ADD ";
    List<String> added = new ArrayList<>();
    table.checks().forEach(check -> added.add(alter + Ddl.constraint(check)));
    table.uniqueConstraints().forEach(unique -> added.add(alter + Ddl.constraint(unique)));
    table.exclusions().forEach(exclusion -> added.add(alter + Ddl.constraint(exclusion)));
    table.indexes().forEach(index -> added.add(Ddl.createIndex(table, index)));
    if (table.primaryKey() != null) {
      added.add(alter + Ddl.constraint(table.primaryKey()));
    }
    Collections.shuffle(added, random);
    later.addAll(0, added);
    List<Column> columns = new ArrayList<>(table.columns());
    Collections.shuffle(columns, random);
    return table.toBuilder()
        .columns(columns)
        .checks(List.of())
        .uniqueConstraints(List.of())
        .exclusions(List.of())
        .indexes(List.of())
        .primaryKey(null)
        .build();
  }
}
