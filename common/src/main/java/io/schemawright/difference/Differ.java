package io.schemawright.difference;

import io.schemawright.catalog.Renames;
import io.schemawright.catalog.SchemaState;
import java.util.List;

/** Finds the difference of two states. */
final class Differ {
  private final SchemaState before;
  private final SchemaState after;
  private final Renames renames;

  Differ(SchemaState before, SchemaState after, Renames renames) {
    this.before = before;
    this.after = after;
    this.renames = renames;
  }

  Difference difference() {
    if (before.equals(after) && renames.isEmpty()) {
      return new Difference(List.of(), List.of());
    }
    throw new UnsupportedOperationException();
  }
}
