package io.schemawright.catalog;

import java.util.Map;
import java.util.TreeMap;

/**
 * What is known to be the same thing under another name, which no comparison of two states can see.
 *
 * @param objects the new name of each renamed object
 * @param parts the new name of each renamed column, constraint or index, by the table as it was
 *     named before and the part's name before
 */
public record Renames(Map<ObjectRef, ObjectRef> objects, Map<Part, String> parts) {

  /** What part of which table, as they were named before. */
  public record Part(ObjectRef table, Kind kind, String name) {

    /** The kinds of part that can be renamed, each with names of its own. */
    public enum Kind {
      COLUMN,
      CONSTRAINT,
      INDEX
    }
  }

  public Renames {
    objects = Map.copyOf(objects);
    parts = Map.copyOf(parts);
  }

  /** Nothing is renamed. */
  public static Renames none() {
    return new Renames(Map.of(), Map.of());
  }

  /** One object is. */
  public static Renames of(ObjectRef from, ObjectRef to) {
    return new Renames(Map.of(from, to), Map.of());
  }

  /** One part of a table is. */
  public static Renames of(ObjectRef table, Part.Kind kind, String from, String to) {
    return new Renames(Map.of(), Map.of(new Part(table, kind, from), to));
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return objects.isEmpty() && parts.isEmpty();
  }

  /** The way back. */
  public Renames reversed() {
    Map<ObjectRef, ObjectRef> back = new TreeMap<>();
    objects.forEach((from, to) -> back.put(to, from));
    Map<Part, String> partsBack = new java.util.HashMap<>();
    parts.forEach(
        (part, to) ->
            partsBack.put(
                new Part(objects.getOrDefault(part.table(), part.table()), part.kind(), to),
                part.name()));
    return new Renames(back, partsBack);
  }
}
