package io.schemawright.catalog;

import static io.schemawright.catalog.Identifiers.quote;

import java.util.List;
import java.util.stream.Stream;

/** How the kinds of object are named in statements. */
final class ObjectDdl {
  private ObjectDdl() {}

  /** What follows CREATE and DROP. */
  static String words(ObjectKind kind) {
    return switch (kind) {
      case ENUM, COMPOSITE_TYPE -> "TYPE";
      case DOMAIN -> "DOMAIN";
      case SEQUENCE -> "SEQUENCE";
      case FUNCTION -> "ROUTINE";
      case TABLE -> "TABLE";
      case FOREIGN_TABLE -> "FOREIGN TABLE";
      case VIEW -> "VIEW";
      case MATERIALIZED_VIEW -> "MATERIALIZED VIEW";
    };
  }

  /** The quoted name; a function's argument types stand as PostgreSQL printed them. */
  static String name(ObjectRef ref) {
    if (ref.kind() != ObjectKind.FUNCTION) {
      return quote(ref.schema(), ref.name());
    }
    int arguments = ref.name().lastIndexOf('(');
    if (arguments < 0 || !ref.name().endsWith(")")) {
      throw new IllegalArgumentException(ref + " names no argument types");
    }
    String types = ref.name().substring(arguments + 1, ref.name().length() - 1);
    if (!types.isEmpty()) {
      Expression.parenthesised("(" + types + ")");
    }
    return quote(ref.schema(), ref.name().substring(0, arguments)) + "(" + types + ")";
  }

  static List<String> statements(OpaqueDefinition definition) {
    if (!definition.text().startsWith("CREATE ")) {
      throw new IllegalArgumentException("this cannot be created: " + definition.text());
    }
    return Stream.concat(Stream.of(definition.text()), definition.then().stream()).toList();
  }
}
