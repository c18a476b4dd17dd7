package io.schemawright.policy.plan;

import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.SchemaState;
import io.schemawright.catalog.TablePart;
import io.schemawright.catalog.TableSchema;
import java.util.Set;
import java.util.TreeSet;

/**
 * A table cannot go while something that stays rests on it: it would be moved away with its rows,
 * and what rests on it would follow it there in silence.
 */
final class Dependents {
  private Dependents() {}

  static void refuseToLeaveAlone(int change, Leg.Transit transit) {
    for (ObjectRef table : transit.removed()) {
      Set<String> names = new TreeSet<>();
      of(table, transit.after()).forEach(ref -> names.add(ref.key()));
      transit
          .before()
          .table(table)
          .ifPresent(
              gone ->
                  gone.others().stream()
                      .filter(part -> part.kind() == TablePart.Kind.PUBLICATION)
                      .forEach(part -> names.add("publication " + part.name())));
      if (!names.isEmpty()) {
        throw new Unplannable(
            "dependents-block-a-drop",
            "$.changes[" + change + "]",
            "%s.%s cannot be dropped while these depend on it: %s"
                .formatted(table.schema(), table.name(), String.join(", ", names)),
            "drop or change them first, in this request or in one before it");
      }
    }
  }

  /** What rests on the object in this state. */
  static Set<ObjectRef> of(ObjectRef object, SchemaState state) {
    Set<ObjectRef> dependents = new TreeSet<>();
    state
        .objects()
        .forEach(
            (ref, definition) -> {
              boolean named =
                  definition.dependsOn().stream()
                      .anyMatch(dependency -> dependency.object().equals(object));
              boolean keyed =
                  definition instanceof TableSchema table
                      && table.foreignKeys().stream()
                          .anyMatch(key -> key.references().equals(object));
              if (!ref.equals(object) && (named || keyed)) {
                dependents.add(ref);
              }
            });
    return dependents;
  }
}
