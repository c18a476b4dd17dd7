package io.schemawright.policy.docket;

import io.schemawright.catalog.CatalogObject;
import io.schemawright.catalog.Column;
import io.schemawright.catalog.Definition;
import io.schemawright.catalog.DomainType;
import io.schemawright.catalog.ObjectKind;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.TableSchema;
import io.schemawright.catalog.TypeName;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Finds what matters around objects: what they rest on, and what rests on them, without looking at
 * the whole catalog. Of tables that are only referred to, their types matter, not their keys.
 */
public final class Neighbourhood {
  private static final List<ObjectKind> TYPES =
      List.of(ObjectKind.ENUM, ObjectKind.DOMAIN, ObjectKind.COMPOSITE_TYPE);

  private final Function<ObjectRef, Optional<CatalogObject>> find;
  private final Function<ObjectRef, List<ObjectRef>> dependents;

  /**
   * A neighbourhood.
   *
   * @param dependents what may rest on an object; what does not any more is left out here
   */
  Neighbourhood(
      Function<ObjectRef, Optional<CatalogObject>> find,
      Function<ObjectRef, List<ObjectRef>> dependents) {
    this.find = find;
    this.dependents = dependents;
  }

  /** The objects around {@code named}, of which {@code whole} are touched as a whole. */
  Map<ObjectRef, CatalogObject> around(Set<ObjectRef> named, Set<ObjectRef> whole) {
    Map<ObjectRef, CatalogObject> found = new HashMap<>();
    Set<ObjectRef> deep = new TreeSet<>(whole);
    Deque<ObjectRef> queue = new ArrayDeque<>(named);
    Deque<ObjectRef> upwards = new ArrayDeque<>(whole);
    while (!upwards.isEmpty()) {
      ObjectRef ref = upwards.poll();
      for (ObjectRef dependent : dependents.apply(ref)) {
        Optional<CatalogObject> object = find.apply(dependent);
        if (object.filter(known -> restsOn(known.definition()).contains(ref)).isPresent()) {
          queue.add(dependent);
          boolean partition =
              object.get().definition() instanceof TableSchema table && table.partitionOf() != null;
          boolean follows = dependent.kind() != ObjectKind.TABLE || partition;
          if (follows && deep.add(dependent)) {
            upwards.add(dependent);
          }
        }
      }
    }
    while (!queue.isEmpty()) {
      ObjectRef ref = queue.poll();
      if (!found.containsKey(ref)) {
        find.apply(ref)
            .ifPresent(
                object -> {
                  found.put(ref, object);
                  queue.addAll(
                      deep.contains(ref) || ref.kind() != ObjectKind.TABLE
                          ? restsOn(object.definition())
                          : types(object.definition()));
                });
      }
    }
    return found;
  }

  /**
   * The names by which a statement may mean the object: its own, and those of its indexes and
   * sequences.
   */
  public static Set<String> names(CatalogObject object) {
    Set<String> names = new TreeSet<>(Set.of(object.ref().name()));
    if (object.ref().kind() == ObjectKind.FUNCTION) {
      names.add(object.ref().name().split("\\(", 2)[0]); // Without what it takes.
    }
    if (object.definition() instanceof TableSchema table) {
      names.addAll(table.relationNames());
    }
    return names;
  }

  /** What the definition names; of types, every object that may be meant. */
  static Set<ObjectRef> restsOn(Definition definition) {
    Set<ObjectRef> refs = new TreeSet<>(types(definition));
    definition.dependsOn().forEach(dependency -> refs.add(dependency.object()));
    if (definition instanceof TableSchema table) {
      table.foreignKeys().forEach(key -> refs.add(key.references()));
      if (table.partitionOf() != null) {
        refs.add(table.partitionOf().parent());
      }
    }
    return refs;
  }

  private static Collection<ObjectRef> types(Definition definition) {
    Stream<String> names = Stream.empty();
    if (definition instanceof TableSchema table) {
      names = table.columns().stream().map(Column::type);
    } else if (definition instanceof DomainType domain) {
      names = Stream.of(domain.type());
    }
    return names
        .flatMap(name -> TypeName.find(name).stream())
        .flatMap(
            type -> TYPES.stream().map(kind -> new ObjectRef(kind, type.schema(), type.name())))
        .toList();
  }
}
