package io.schemawright.catalog;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Puts the statements for a whole state in an order in which they run in an empty database. */
final class Rebuilding {
  private final SchemaState state;
  private final List<String> statements = new ArrayList<>();
  private final List<String> later = new ArrayList<>();
  private final Set<ObjectRef> made = new LinkedHashSet<>();

  private Rebuilding(SchemaState state) {
    this.state = state;
  }

  static List<String> of(SchemaState state) {
    Rebuilding rebuilding = new Rebuilding(state);
    Set<String> schemas = new TreeSet<>();
    state.objects().forEach((ref, definition) -> schemas.add(ref.schema()));
    schemas.remove("public");
    schemas.forEach(
        schema -> rebuilding.statements.add("CREATE SCHEMA " + Identifiers.quote(schema)));
    state.objects().forEach(rebuilding::make);
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
      statements.addAll(Ddl.create(ref, table.toBuilder().foreignKeys(List.of()).build(), state));
    } else {
      statements.addAll(Ddl.create(ref, definition, state));
      if (definition instanceof FreeSequence sequence && sequence.ownedBy() != null) {
        later.add(Ddl.ownSequence(ref, sequence));
      }
    }
  }
}
