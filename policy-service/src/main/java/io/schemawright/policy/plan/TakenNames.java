package io.schemawright.policy.plan;

import io.schemawright.catalog.Definition;
import io.schemawright.catalog.ObjectKind;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.RelationName;
import io.schemawright.catalog.TableSchema;
import io.schemawright.request.SchemaRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A name stands once in a schema's name space of relations: another table's index can be in the way
 * of a new one. For the sequences of columns PostgreSQL finds free names itself.
 */
final class TakenNames {
  private static final Set<ObjectKind> NO_RELATIONS =
      Set.of(ObjectKind.FUNCTION, ObjectKind.ENUM, ObjectKind.DOMAIN);

  private TakenNames() {}

  /** Refuses a leg after which a name would stand twice. */
  static void refuse(SchemaRequest request, Leg leg) {
    Map<RelationName, ObjectRef> holders = new HashMap<>();
    new TreeMap<>(leg.after().objects())
        .forEach(
            (ref, definition) -> {
              for (String name : names(ref, definition)) {
                RelationName relation = new RelationName(ref.schema(), name);
                ObjectRef other = holders.putIfAbsent(relation, ref);
                if (other != null && isNew(leg, Set.of(other, ref))) {
                  throw taken(request, relation, other, ref);
                }
              }
            });
  }

  private static Set<String> names(ObjectRef ref, Definition definition) {
    Set<String> names = new TreeSet<>();
    if (!NO_RELATIONS.contains(ref.kind())) {
      names.add(ref.name());
    }
    if (definition instanceof TableSchema table) {
      names.addAll(table.indexNames());
    }
    return names;
  }

  /** What is known of a target may be late, and none of that is this request's doing. */
  private static boolean isNew(Leg leg, Set<ObjectRef> holders) {
    return leg.touches().stream().anyMatch(holders::contains);
  }

  private static Unplannable taken(
      SchemaRequest request, RelationName name, ObjectRef one, ObjectRef other) {
    int change = request.changes().size() - 1;
    while (change > 0 && !request.changes().get(change).relationNames().contains(name)) {
      change--;
    }
    return new Unplannable(
        "does-not-fit",
        "$.changes[" + change + "]",
        "the name '%s' would stand twice in the schema %s, for %s and for %s, or an index of theirs; there tables, indexes, views and sequences share their names"
            .formatted(name.name(), name.schema(), one.key(), other.key()),
        "give what is new another name, or free this one in a request before this one");
  }
}
