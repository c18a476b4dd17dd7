package io.schemawright.policy.rehearsal;

import io.schemawright.catalog.Column;
import io.schemawright.catalog.Definition;
import io.schemawright.catalog.ForeignKey;
import io.schemawright.catalog.Identifiers;
import io.schemawright.catalog.Index;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.Renames;
import io.schemawright.catalog.SchemaState;
import io.schemawright.catalog.TablePart;
import io.schemawright.catalog.TableSchema;
import io.schemawright.catalog.TypeName;
import io.schemawright.catalog.UniqueConstraint;
import io.schemawright.difference.Difference;
import io.schemawright.plan.Trash;
import io.schemawright.policy.plan.Draft;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What must be there before a plan can run: what it touches as it is, and of each table that is
 * only referred to its columns and keys. What such a table refers to itself, its defaults, checks
 * and triggers do not change what the plan does to it, and would drag in half of the target. Pure.
 */
final class Foundation {
  private Foundation() {}

  /** What is there before the plan runs, in the shape in which it is built. */
  static SchemaState state(Draft draft) {
    return shaped(draft.standing(), draft.whole());
  }

  /**
   * The statements that build it.
   *
   * @param built what {@link #state} gave
   * @throws IllegalArgumentException if an object cannot be built
   * @throws io.schemawright.difference.Inexpressible if an object cannot be built
   */
  static List<String> statements(Draft draft, SchemaState built) {
    Set<String> schemas = new TreeSet<>();
    draft.touched().stream()
        .filter(ref -> !Trash.holds(ref)) // What moves a table there makes its schema.
        .forEach(ref -> schemas.add(ref.schema()));
    SchemaState state = built;
    for (Map.Entry<String, TableSchema> lying : draft.trash().entrySet()) {
      state = state.with(lying.getValue());
    }
    List<String> statements = new ArrayList<>(statements(state, schemas));
    statements.addAll(draft.movesAway());
    return statements;
  }

  /** The statements that build a state, the schemas included. */
  static List<String> statements(SchemaState state, Set<String> alsoSchemas) {
    Set<String> schemas = new TreeSet<>(alsoSchemas);
    state.objects().keySet().forEach(ref -> schemas.add(ref.schema()));
    schemas.remove("public");
    List<String> statements = new ArrayList<>();
    schemas.forEach(
        schema -> statements.add("CREATE SCHEMA IF NOT EXISTS " + Identifiers.quote(schema)));
    statements.addAll(Difference.between(SchemaState.empty(), state, Renames.none()).statements());
    return statements;
  }

  /** These objects as they are, what they rest on in the shape that is referred to. */
  static SchemaState around(SchemaState state, Set<ObjectRef> wanted) {
    Set<ObjectRef> kept = new TreeSet<>();
    List<ObjectRef> queue = new ArrayList<>(wanted);
    while (!queue.isEmpty()) {
      ObjectRef ref = queue.remove(queue.size() - 1);
      Definition definition = state.objects().get(ref);
      if (definition != null && kept.add(ref)) {
        queue.addAll(state.needs(ref, definition));
        if (wanted.contains(ref) && definition instanceof TableSchema table) {
          table.foreignKeys().forEach(key -> queue.add(key.references()));
        }
      }
    }
    SchemaState near = state;
    for (ObjectRef ref : state.objects().keySet()) {
      near = kept.contains(ref) ? near : near.without(ref);
    }
    return shaped(near, wanted);
  }

  private static SchemaState shaped(SchemaState state, Set<ObjectRef> whole) {
    SchemaState shaped = state;
    for (Map.Entry<ObjectRef, Definition> entry : state.objects().entrySet()) {
      if (entry.getValue() instanceof TableSchema table && !isWhole(table, whole)) {
        shaped = shaped.with(referenced(table, whole, state));
      }
    }
    return shaped;
  }

  /** A partition of what is touched is touched with it. */
  private static boolean isWhole(TableSchema table, Set<ObjectRef> whole) {
    return whole.contains(table.ref())
        || (table.partitionOf() != null && whole.contains(table.partitionOf().parent()))
        || (table.partitionKey() != null);
  }

  private static TableSchema referenced(
      TableSchema table, Set<ObjectRef> whole, SchemaState state) {
    Set<String> keyed = new HashSet<>();
    if (table.primaryKey() != null) {
      keyed.addAll(table.primaryKey().columns());
      keyed.addAll(table.primaryKey().include());
    }
    for (UniqueConstraint unique : table.uniqueConstraints()) {
      keyed.addAll(unique.columns());
      keyed.addAll(unique.include());
    }
    List<Index> uniqueIndexes =
        table.indexes().stream().filter(Foundation::canBeReferredTo).toList();
    uniqueIndexes.forEach(
        index -> index.keys().forEach(key -> keyed.add(String.valueOf(key.column()))));
    List<ForeignKey> intoWhole =
        table.foreignKeys().stream().filter(key -> whole.contains(key.references())).toList();
    intoWhole.forEach(key -> keyed.addAll(key.columns()));
    return table.toBuilder()
        .columns(
            table.columns().stream()
                .filter(column -> keyed.contains(column.name()) || isThere(column.type(), state))
                .map(column -> Column.of(column.name(), column.type(), column.nullable()))
                .toList())
        .checks(List.of())
        .foreignKeys(intoWhole)
        .indexes(uniqueIndexes)
        .exclusions(List.of())
        .comment(null)
        .others(
            table.others().stream()
                .filter(part -> part.kind() == TablePart.Kind.STRUCTURE)
                .toList())
        .dependsOn(List.of())
        .build();
  }

  /** Whether it is built in, or one of the types that are known here. */
  private static boolean isThere(String type, SchemaState state) {
    return TypeName.find(type).isEmpty() || state.typeOf(type).isPresent();
  }

  private static boolean canBeReferredTo(Index index) {
    return index.unique()
        && !index.invalid()
        && index.predicate() == null
        && index.include().isEmpty()
        && index.keys().stream().allMatch(key -> key.column() != null);
  }
}
