package io.schemawright.catalog;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A set of objects of one database, as they are or as they are to be. Immutable. */
public record SchemaState(SortedMap<ObjectRef, Definition> objects) {

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

  /** The fingerprint of each. */
  public Map<ObjectRef, Fingerprint> fingerprints() {
    Map<ObjectRef, Fingerprint> fingerprints = new TreeMap<>();
    objects.forEach((ref, definition) -> fingerprints.put(ref, Fingerprint.of(definition)));
    return fingerprints;
  }
}
