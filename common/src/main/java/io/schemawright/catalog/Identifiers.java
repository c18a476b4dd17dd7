package io.schemawright.catalog;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** How names and values stand in SQL: always quoted, so that no text can leave its place. */
public final class Identifiers {

  /** PostgreSQL cuts longer names without an error, so that two of them may collide. */
  public static final int MAX_BYTES = 63;

  private Identifiers() {}

  /** Why no object can have this name, or nothing if one can. */
  public static Optional<String> refusal(String name) {
    if (name.isEmpty()) {
      return Optional.of("the name is empty");
    }
    if (name.codePoints().anyMatch(Character::isISOControl)) {
      return Optional.of("the name holds a control character");
    }
    if (!storable(name)) {
      return Optional.of("the name is not valid Unicode");
    }
    int bytes = name.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_BYTES) {
      return Optional.of(
          "the name has %d bytes, PostgreSQL keeps %d; choose a shorter one"
              .formatted(bytes, MAX_BYTES));
    }
    return Optional.empty();
  }

  /** Whether PostgreSQL can hold this text: no NUL, no half of a surrogate pair. */
  public static boolean storable(String text) {
    boolean surrogates = text.chars().anyMatch(c -> Character.isSurrogate((char) c));
    return text.indexOf('\0') < 0
        && (!surrogates || StandardCharsets.UTF_8.newEncoder().canEncode(text));
  }

  /**
   * The name in double quotes.
   *
   * @throws IllegalArgumentException if no object can have this name
   */
  public static String quote(String name) {
    refusal(name)
        .ifPresent(
            reason -> {
              throw new IllegalArgumentException("'" + name + "' cannot be a name: " + reason);
            });
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** Schema and name, each in double quotes. */
  public static String quote(String schema, String name) {
    return quote(schema) + "." + quote(name);
  }

  /**
   * A collation or an operator class: a plain name, or {@code "schema"."name"} for one that is not
   * in {@code pg_catalog}.
   */
  public static String qualified(String name) {
    if (!name.startsWith("\"")) {
      return quote(name);
    }
    ObjectRef parts = ObjectRef.parse(ObjectKind.TABLE.json() + "/" + name);
    return quote(parts.schema(), parts.name());
  }

  /** Whether this may stand for a collation or an operator class: see {@link IndexKey}. */
  public static boolean canBeQualified(String name) {
    try {
      qualified(name);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Names in double quotes, with commas between. */
  public static String quoteAll(List<String> names) {
    return names.stream().map(Identifiers::quote).collect(Collectors.joining(", "));
  }

  /** A string literal that means the same whatever {@code standard_conforming_strings} says. */
  public static String literal(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("PostgreSQL cannot store the character NUL");
    }
    String quoted = "'" + text.replace("'", "''") + "'";
    return text.indexOf('\\') < 0 ? quoted : "E" + quoted.replace("\\", "\\\\");
  }
}
