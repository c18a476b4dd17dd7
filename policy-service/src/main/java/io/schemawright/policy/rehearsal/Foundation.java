package io.schemawright.policy.rehearsal;

import io.schemawright.catalog.CatalogObject;
import io.schemawright.catalog.Column;
import io.schemawright.catalog.Definition;
import io.schemawright.catalog.Identifiers;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.Renames;
import io.schemawright.catalog.SchemaState;
import io.schemawright.catalog.TablePart;
import io.schemawright.catalog.TableSchema;
import io.schemawright.difference.Difference;
import io.schemawright.difference.Inexpressible;
import io.schemawright.plan.ObjectState;
import io.schemawright.policy.plan.Draft;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What must be there before a plan can run. The objects that it touches are built whole; of tables
 * that are only near them, their columns, keys and what ties them to the others: their defaults,
 * checks and triggers do not change what the plan does, and would drag in half of the target. Pure.
 */
final class Foundation {
  private Foundation() {}

  /**
   * The statements that build it.
   *
   * @throws IllegalArgumentException if an object cannot be built
   */
  static List<String> statements(Draft draft) {
    SortedMap<ObjectRef, Definition> objects = new TreeMap<>();
    Set<ObjectRef> all = new TreeSet<>(draft.touched());
    draft.needed().forEach(object -> all.add(object.ref()));
    for (CatalogObject object : draft.needed()) {
      objects.put(
          object.ref(),
          object.definition() instanceof TableSchema table && !draft.byHand()
              ? nearby(table, all)
              : object.definition());
    }
    whole(draft).forEach(object -> objects.put(object.ref(), object.definition()));
    return statements(all, new SchemaState(objects));
  }

  /**
   * The statements that build these objects.
   *
   * @throws IllegalArgumentException if one cannot be built
   */
  static List<String> statements(SchemaState state) {
    return statements(state.objects().keySet(), state);
  }

  private static List<String> statements(Set<ObjectRef> all, SchemaState state) {
    List<String> statements = new ArrayList<>();
    all.stream()
        .map(ObjectRef::schema)
        .filter(schema -> !schema.equals("public"))
        .distinct()
        .forEach(schema -> statements.add("CREATE SCHEMA " + Identifiers.quote(schema)));
    try {
      statements.addAll(
          Difference.between(SchemaState.empty(), state, Renames.none()).statements());
    } catch (Inexpressible e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    return statements;
  }

  /** The tables that are built as they are. */
  static Collection<TableSchema> wholeTables(Draft draft) {
    List<CatalogObject> objects = new ArrayList<>(whole(draft));
    if (draft.byHand()) {
      objects.addAll(draft.needed());
    }
    return objects.stream()
        .map(CatalogObject::definition)
        .filter(TableSchema.class::isInstance)
        .map(TableSchema.class::cast)
        .filter(table -> table.partitionOf() == null)
        .toList();
  }

  private static List<CatalogObject> whole(Draft draft) {
    return draft.before().stream()
        .map(ObjectState::object)
        .filter(Objects::nonNull)
        .map(CatalogObject.class::cast)
        .toList();
  }

  private static TableSchema nearby(TableSchema table, Set<ObjectRef> all) {
    return table.toBuilder()
        .columns(table.columns().stream().map(Foundation::bare).toList())
        .checks(List.of())
        .foreignKeys(
            table.foreignKeys().stream().filter(key -> all.contains(key.references())).toList())
        .indexes(table.indexes().stream().filter(index -> index.unique()).toList())
        .exclusions(List.of())
        .others(
            table.others().stream()
                .filter(part -> part.kind() == TablePart.Kind.STRUCTURE)
                .toList())
        .comment(null)
        .build();
  }

  private static Column bare(Column column) {
    return new Column(
        column.name(), column.type(), column.nullable(), null, null, null, null, null, null);
  }
}
