package io.schemawright.catalog;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The kinds of database object that a catalog record can describe. */
public enum ObjectKind {
  ENUM,
  DOMAIN,
  COMPOSITE_TYPE,
  SEQUENCE,
  FUNCTION,
  TABLE,
  FOREIGN_TABLE,
  VIEW,
  MATERIALIZED_VIEW;

  private final String json = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /** The name in events and keys: {@code table}, {@code materialized-view}. */
  @JsonValue
  public String json() {
    return json;
  }

  /**
   * The kind of relation that {@code pg_class.relkind} stands for (PostgreSQL manual, 52.11): a
   * table for each that is no other.
   */
  public static ObjectKind ofRelkind(String relkind) {
    return switch (relkind) {
      case "S" -> SEQUENCE;
      case "c" -> COMPOSITE_TYPE;
      case "f" -> FOREIGN_TABLE;
      case "m" -> MATERIALIZED_VIEW;
      case "v" -> VIEW;
      default -> TABLE;
    };
  }

  /** The kind of that name; any other text is refused. */
  @JsonCreator
  public static ObjectKind parse(String text) {
    for (ObjectKind kind : values()) {
      if (kind.json.equals(text)) {
        return kind;
      }
    }
    throw new IllegalArgumentException("'" + text + "' is no kind of database object");
  }
}
