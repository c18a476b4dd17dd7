package io.schemawright.catalog;

import static io.schemawright.catalog.Identifiers.quote;
import static io.schemawright.catalog.Identifiers.quoteAll;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes constraints and indexes. */
final class ConstraintDdl {
  private ConstraintDdl() {}

  static String constraint(PrimaryKey key) {
    return "CONSTRAINT %s PRIMARY KEY (%s)%s%s"
        .formatted(
            quote(key.name()),
            quoteAll(key.columns()),
            include(key.include()),
            deferral(key.deferral()));
  }

  static String constraint(UniqueConstraint unique) {
    return "CONSTRAINT %s UNIQUE%s (%s)%s%s"
        .formatted(
            quote(unique.name()),
            unique.nullsNotDistinct() ? " NULLS NOT DISTINCT" : "",
            quoteAll(unique.columns()),
            include(unique.include()),
            deferral(unique.deferral()));
  }

  static String constraint(CheckConstraint check) {
    return "CONSTRAINT %s CHECK %s%s%s"
        .formatted(
            quote(check.name()),
            Expression.parenthesised(check.expression()),
            check.noInherit() ? " NO INHERIT" : "",
            validity(check.notEnforced(), check.notValid()));
  }

  static String constraint(ForeignKey key) {
    return "CONSTRAINT %s FOREIGN KEY (%s) REFERENCES %s%s%s ON DELETE %s ON UPDATE %s%s%s"
        .formatted(
            quote(key.name()),
            quoteAll(key.columns()),
            quote(key.referencedSchema(), key.referencedTable()),
            key.referencedColumns().isEmpty() ? "" : " (" + quoteAll(key.referencedColumns()) + ")",
            key.matchFull() ? " MATCH FULL" : "",
            key.onDelete().sql(),
            key.onUpdate().sql(),
            deferral(key.deferral()),
            validity(key.notEnforced(), key.notValid()));
  }

  static String constraint(ExclusionConstraint exclusion) {
    return "CONSTRAINT %s EXCLUDE USING %s (%s)%s%s%s"
        .formatted(
            quote(exclusion.name()),
            quote(exclusion.method()),
            exclusion.elements().stream()
                .map(element -> key(element.key()) + " WITH " + operator(element.operator()))
                .collect(Collectors.joining(", ")),
            include(exclusion.include()),
            exclusion.predicate() == null
                ? ""
                : " WHERE " + Expression.parenthesised(exclusion.predicate()),
            deferral(exclusion.deferral()));
  }

  static String createIndex(TableSchema table, Index index, String how, String only) {
    if (index.invalid()) {
      throw new IllegalArgumentException(
          "index '%s' is invalid: a failed build left it, and no statement creates such a one"
              .formatted(index.name()));
    }
    return "CREATE %sINDEX %s%s ON %s%s USING %s (%s)%s%s%s"
        .formatted(
            index.unique() ? "UNIQUE " : "",
            how,
            quote(index.name()),
            only,
            quote(table.schema(), table.name()),
            quote(index.method()),
            index.keys().stream().map(ConstraintDdl::key).collect(Collectors.joining(", ")),
            include(index.include()),
            index.nullsNotDistinct() ? " NULLS NOT DISTINCT" : "",
            index.predicate() == null
                ? ""
                : " WHERE " + Expression.parenthesised(index.predicate()));
  }

  private static String key(IndexKey key) {
    StringBuilder sql = new StringBuilder();
    if (key.column() != null) {
      sql.append(quote(key.column()));
    } else if (key.expression() != null) {
      sql.append(Expression.parenthesised(key.expression()));
    }
    if (key.collation() != null) {
      sql.append(" COLLATE ").append(Identifiers.qualified(key.collation()));
    }
    if (key.operatorClass() != null) {
      sql.append(' ').append(Identifiers.qualified(key.operatorClass()));
    }
    if (key.order() != null) {
      sql.append(' ').append(key.order());
    }
    if (key.nulls() != null) {
      sql.append(" NULLS ").append(key.nulls());
    }
    return sql.toString();
  }

  /** {@code &&}, or {@code OPERATOR("public".=)}; nothing else may stand there. */
  private static String operator(String operator) {
    if (!operator.matches("(OPERATOR\\(\"(?:[^\"]|\"\")+\"\\.)?[~!@#^&|`?+*/%<>=-]+\\)?")
        || operator.startsWith("OPERATOR") != operator.endsWith(")")
        || operator.contains("--")
        || operator.contains("/*")) {
      throw new IllegalArgumentException("'" + operator + "' is no operator");
    }
    return operator;
  }

  private static String validity(boolean notEnforced, boolean notValid) {
    return notEnforced ? " NOT ENFORCED" : notValid ? " NOT VALID" : "";
  }

  private static String deferral(@Nullable Deferral deferral) {
    if (deferral == null) {
      return "";
    }
    return deferral == Deferral.INITIALLY_DEFERRED
        ? " DEFERRABLE INITIALLY DEFERRED"
        : " DEFERRABLE INITIALLY IMMEDIATE";
  }

  private static String include(List<String> columns) {
    return columns.isEmpty() ? "" : " INCLUDE (" + quoteAll(columns) + ")";
  }
}
