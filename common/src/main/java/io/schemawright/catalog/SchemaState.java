package io.schemawright.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A set of objects of one database, as they are or as they are to be. Immutable. */
public record SchemaState(SortedMap<ObjectRef, Definition> objects) {

  private static final List<ObjectKind> TYPES =
      List.of(
          ObjectKind.ENUM,
          ObjectKind.DOMAIN,
          ObjectKind.COMPOSITE_TYPE,
          ObjectKind.TABLE,
          ObjectKind.FOREIGN_TABLE,
          ObjectKind.VIEW,
          ObjectKind.MATERIALIZED_VIEW);

  private static final SchemaState EMPTY = new SchemaState(new TreeMap<>());

  public SchemaState {
    objects = Collections.unmodifiableSortedMap(new TreeMap<>(objects));
  }

  /** Nothing at all. */
  public static SchemaState empty() {
    return EMPTY;
  }

  /** What was read from a database. */
  public static SchemaState of(Collection<CatalogObject> objects) {
    SortedMap<ObjectRef, Definition> definitions = new TreeMap<>();
    objects.forEach(object -> definitions.put(object.ref(), object.definition()));
    return new SchemaState(definitions);
  }

  /** The object, if it is there. */
  public Optional<Definition> find(ObjectRef ref) {
    return Optional.ofNullable(objects.get(ref));
  }

  /** The table, if it is there. */
  public Optional<TableSchema> table(ObjectRef ref) {
    return find(ref).map(TableSchema.class::cast);
  }

  /**
   * The table that this one is a partition of, with the checks that it has from one above it, which
   * a table must have before it can become a partition.
   */
  public Optional<TableSchema> partitionedTable(TableSchema partition) {
    return Optional.ofNullable(partition.partitionOf())
        .map(PartitionOf::parent)
        .flatMap(this::table)
        .map(
            table -> {
              List<CheckConstraint> checks = new ArrayList<>(table.checks());
              partitionedTable(table).ifPresent(above -> checks.addAll(above.checks()));
              return table.toBuilder().checks(checks).build();
            });
  }

  /** The table's partitions, not theirs. */
  public List<TableSchema> partitions(ObjectRef partitioned) {
    return objects.values().stream()
        .flatMap(object -> object instanceof TableSchema table ? Stream.of(table) : Stream.empty())
        .filter(
            table ->
                table.partitionOf() != null && table.partitionOf().parent().equals(partitioned))
        .toList();
  }

  /** The same objects and this table, in the place of one of its name. */
  public SchemaState with(TableSchema table) {
    return with(table.ref(), table);
  }

  /** The same objects and this one, in the place of one of its name. */
  public SchemaState with(ObjectRef ref, Definition definition) {
    SortedMap<ObjectRef, Definition> changed = new TreeMap<>(objects);
    changed.put(ref, definition);
    return new SchemaState(changed);
  }

  /** The same objects without this one. */
  public SchemaState without(ObjectRef ref) {
    SortedMap<ObjectRef, Definition> changed = new TreeMap<>(objects);
    changed.remove(ref);
    return new SchemaState(changed);
  }

  /**
   * The type that users made and that a column's or a domain's type names, itself or as an array;
   * nothing for a built-in type, and for one that is not there.
   */
  public Optional<ObjectRef> typeOf(String type) {
    return TypeName.find(type)
        .flatMap(
            name ->
                TYPES.stream()
                    .map(kind -> new ObjectRef(kind, name.schema(), name.name()))
                    .filter(ref -> objects.containsKey(ref))
                    .findFirst());
  }

  /**
   * The types that users made into which a cast runs no code but PostgreSQL's own: every enum, and
   * a domain whose checks, and whose type's, are made of nothing else.
   */
  public Set<TypeName> harmlessTypes() {
    Set<TypeName> harmless = new HashSet<>();
    int before;
    do {
      before = harmless.size();
      objects.forEach(
          (ref, definition) -> {
            if (ref.kind() == ObjectKind.ENUM
                || (definition instanceof DomainType domain && harmless(domain, harmless))) {
              harmless.add(new TypeName(ref.schema(), ref.name(), ""));
            }
          });
    } while (harmless.size() > before);
    return Set.copyOf(harmless);
  }

  private static boolean harmless(DomainType domain, Set<TypeName> harmless) {
    return TypeName.find(domain.type())
            .map(name -> harmless.contains(new TypeName(name.schema(), name.name(), "")))
            .orElse(true)
        && domain.checks().stream()
            .map(check -> Expression.ofPredicate(check.expression(), Set.of("value"), harmless))
            .allMatch(check -> check.trust() == Expression.Trust.CLOSED);
  }

  /** Why this cannot be a column's type: PostgreSQL has none of that name, nor has this state. */
  public String unknownType(String type) {
    Set<String> known = new TreeSet<>(BuiltInType.names());
    objects.keySet().stream()
        .filter(ref -> TYPES.contains(ref.kind()))
        .map(ref -> new TypeName(ref.schema(), ref.name(), ""))
        .forEach(
            name -> {
              known.add(name.printed());
              if (name.schema().equals("public")) {
                known.add(name.printed().substring("public.".length()));
              }
            });
    String nearest = String.join(", ", NearestNames.to(type, known));
    return "there is no type '%s', neither built in nor in this database%s"
        .formatted(
            type,
            nearest.isEmpty()
                ? "; create it first, or choose a built-in one"
                : "; the nearest are: " + nearest);
  }

  /**
   * What of this state must be there before the object is: the types its columns name, the table it
   * is a partition of, and what PostgreSQL noted when it was read. The tables that foreign keys
   * refer to are not among them, because keys can follow their tables.
   */
  public Set<ObjectRef> needs(ObjectRef ref, Definition definition) {
    Set<ObjectRef> needed = new TreeSet<>();
    definition.dependsOn().forEach(dependency -> needed.add(dependency.object()));
    if (definition instanceof TableSchema table) {
      table.columns().forEach(column -> typeOf(column.type()).ifPresent(needed::add));
      if (table.partitionOf() != null) {
        needed.add(table.partitionOf().parent());
      }
    } else if (definition instanceof DomainType domain) {
      typeOf(domain.type()).ifPresent(needed::add);
    }
    needed.remove(ref);
    needed.retainAll(objects.keySet());
    return needed;
  }

  /** The fingerprint of each. */
  public Map<ObjectRef, Fingerprint> fingerprints() {
    Map<ObjectRef, Fingerprint> fingerprints = new TreeMap<>();
    objects.forEach((ref, definition) -> fingerprints.put(ref, Fingerprint.of(definition)));
    return fingerprints;
  }
}
