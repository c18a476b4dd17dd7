package io.schemawright.catalog;

import java.util.Comparator;

/**
 * Names one object of a target database. A function's name carries its argument types, as in {@code
 * area(integer, integer)}.
 *
 * <p>The order is that of kind, schema and name: the same everywhere, so that locks can be taken in
 * it.
 */
public record ObjectRef(ObjectKind kind, String schema, String name)
    implements Comparable<ObjectRef> {

  private static final Comparator<ObjectRef> ORDER =
      Comparator.comparing(ObjectRef::kind)
          .thenComparing(ObjectRef::schema)
          .thenComparing(ObjectRef::name);

  public ObjectRef {
    if (schema.isEmpty() || name.isEmpty()) {
      throw new IllegalArgumentException(
          "an object needs a schema and a name, not '" + schema + "' and '" + name + "'");
    }
  }

  /** The table of that name. */
  public static ObjectRef table(String schema, String name) {
    return new ObjectRef(ObjectKind.TABLE, schema, name);
  }

  /** {@code table/public.caricatures}; a part that holds a dot or a quote is quoted as in SQL. */
  public String key() {
    return kind.json() + "/" + part(schema) + "." + part(name);
  }

  /** Reads what {@link #key()} wrote. */
  public static ObjectRef parse(String key) {
    int slash = key.indexOf('/');
    int dot = slash < 0 ? -1 : endOfPart(key, slash + 1);
    if (dot < 0 || dot >= key.length() || endOfPart(key, dot + 1) != key.length()) {
      throw new IllegalArgumentException("'" + key + "' is not of the form kind/schema.name");
    }
    return new ObjectRef(
        ObjectKind.parse(key.substring(0, slash)),
        unquote(key.substring(slash + 1, dot)),
        unquote(key.substring(dot + 1)));
  }

  @Override
  public int compareTo(ObjectRef other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return key();
  }

  private static String part(String name) {
    boolean plain = name.indexOf('.') < 0 && name.indexOf('"') < 0;
    return plain ? name : '"' + name.replace("\"", "\"\"") + '"';
  }

  private static String unquote(String part) {
    return part.startsWith("\"")
        ? part.substring(1, part.length() - 1).replace("\"\"", "\"")
        : part;
  }

  /** The index of the dot after the part that begins at {@code from}, or the key's length. */
  private static int endOfPart(String key, int from) {
    if (!key.startsWith("\"", from)) {
      int dot = key.indexOf('.', from);
      return dot < 0 ? key.length() : dot;
    }
    int i = from + 1;
    while (i < key.length()) {
      if (key.charAt(i) != '"') {
        i++;
      } else if (key.startsWith("\"\"", i)) {
        i += 2;
      } else {
        boolean ends = i + 1 == key.length() || key.charAt(i + 1) == '.';
        return ends ? i + 1 : -1;
      }
    }
    return -1;
  }
}
