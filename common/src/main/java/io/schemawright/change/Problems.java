package io.schemawright.change;

import io.schemawright.catalog.Expression;
import io.schemawright.catalog.Identifiers;
import io.schemawright.catalog.IndexKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with a request while its parts are looked at. */
final class Problems {

  private static final Set<String> RESERVED_SCHEMAS = Set.of("information_schema", "schemawright");

  private final List<Problem> found = new ArrayList<>();

  List<Problem> found() {
    return List.copyOf(found);
  }

  void add(String path, String message) {
    found.add(new Problem(path, message));
  }

  /** A name that no object can have. */
  void name(String path, String name) {
    Identifiers.refusal(name)
        .ifPresent(reason -> add(path, "'%s' cannot be a name: %s".formatted(name, reason)));
  }

  /** A name that may be left out. */
  void optionalName(String path, @Nullable String name) {
    if (name != null) {
      name(path, name);
    }
  }

  /** A schema that belongs to PostgreSQL or to Schemawright. */
  void schema(String path, String schema) {
    name(path, schema);
    if (schema.startsWith("pg_") || RESERVED_SCHEMAS.contains(schema)) {
      add(path, "the schema '%s' is reserved; choose another".formatted(schema));
    }
  }

  /** A comment that PostgreSQL cannot store. */
  void comment(String path, @Nullable String comment) {
    if (comment != null && !Identifiers.storable(comment)) {
      add(path, "the comment holds a character that PostgreSQL cannot store; leave it out");
    }
  }

  /** An expression that is not one, or more than one. */
  void expression(String path, Expression expression) {
    if (expression.trust() == Expression.Trust.REFUSED) {
      add(
          path,
          "'%s' is not one SQL expression: %s; write a literal or a function call, strings in "
                  .formatted(expression.text(), expression.reason())
              + "single quotes");
    }
  }

  /** Columns of a key: some, each once, each there. */
  void columns(String path, List<String> columns, @Nullable Set<String> known) {
    if (columns.isEmpty()) {
      add(path, "there are no columns; name at least one");
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < columns.size(); i++) {
      String at = "%s[%d]".formatted(path, i);
      known(at, columns.get(i), known);
      if (!seen.add(columns.get(i))) {
        add(at, "the column '%s' stands there twice; name it once".formatted(columns.get(i)));
      }
    }
  }

  /** A column that must be there; of a table that is not known yet, one that could be. */
  void known(String path, String column, @Nullable Set<String> known) {
    if (known == null) {
      name(path, column);
    } else if (!known.contains(column)) {
      add(
          path,
          "the table has no column '%s'; its columns are %s".formatted(column, List.copyOf(known)));
    }
  }

  /** A collation or an operator class. */
  void qualifiedName(String path, @Nullable String name) {
    if (name != null && !Identifiers.canBeQualified(name)) {
      add(path, "'%s' is neither a name nor \"schema\".\"name\"".formatted(name));
    }
  }

  /** What an index sorts or searches by. */
  void indexKey(String path, IndexKey key, @Nullable Set<String> known) {
    if (key.column() != null) {
      known(path + ".column", key.column(), known);
    }
    if (key.expression() != null) {
      expression(
          path + ".expression",
          Expression.ofPredicate(key.expression(), Objects.requireNonNullElse(known, Set.of())));
    }
    qualifiedName(path + ".collation", key.collation());
    qualifiedName(path + ".operatorClass", key.operatorClass());
  }
}
