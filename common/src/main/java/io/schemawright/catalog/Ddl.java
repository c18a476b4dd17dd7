package io.schemawright.catalog;

import static io.schemawright.catalog.Identifiers.literal;
import static io.schemawright.catalog.Identifiers.quote;
import static io.schemawright.catalog.Identifiers.quoteAll;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes the model as statements. Every name is quoted and schema-qualified, every expression
 * stands in parentheses and is refused if it could leave them.
 */
public final class Ddl {
  private Ddl() {}

  /**
   * The statements that create the table with all its parts, in order.
   *
   * @throws IllegalArgumentException if the table holds a part that cannot be written
   */
  public static List<String> createTable(TableSchema table) {
    List<String> statements = new ArrayList<>();
    String name = quote(table.schema(), table.name());
    table.columns().stream()
        .filter(column -> ColumnDdl.needsOwnSequence(table, column))
        .forEach(column -> statements.add(ColumnDdl.createSequence(table, column)));

    List<String> elements = new ArrayList<>();
    table.columns().forEach(column -> elements.add(ColumnDdl.definition(table, column)));
    List<String> later = new ArrayList<>();
    constraints(table, elements, later);
    statements.add(
        "CREATE %sTABLE %s (\n  %s\n)"
            .formatted(table.unlogged() ? "UNLOGGED " : "", name, String.join(",\n  ", elements)));

    table.columns().stream()
        .filter(column -> ColumnDdl.needsOwnSequence(table, column))
        .forEach(column -> statements.add(ColumnDdl.ownSequence(table, column)));
    table.indexes().forEach(index -> statements.add(createIndex(table, index)));
    later.forEach(
        constraint -> statements.add("ALTER TABLE %s ADD %s".formatted(name, constraint)));
    comments(table, statements);
    table.others().forEach(part -> statements.add(statement(table, part)));
    return List.copyOf(statements);
  }

  /** The statement that drops the table, and fails if anything depends on it. */
  public static String dropTable(ObjectRef table) {
    return "DROP TABLE " + quote(table.schema(), table.name());
  }

  /** The statement that creates the index. */
  public static String createIndex(TableSchema table, Index index) {
    if (index.invalid()) {
      throw new IllegalArgumentException(
          "index '%s' is invalid: a failed build left it, and no statement creates such a one"
              .formatted(index.name()));
    }
    return "CREATE %sINDEX %s ON %s USING %s (%s)%s%s%s"
        .formatted(
            index.unique() ? "UNIQUE " : "",
            quote(index.name()),
            quote(table.schema(), table.name()),
            quote(index.method()),
            index.keys().stream().map(Ddl::indexKey).collect(Collectors.joining(", ")),
            include(index.include()),
            index.nullsNotDistinct() ? " NULLS NOT DISTINCT" : "",
            index.predicate() == null
                ? ""
                : " WHERE " + Expression.parenthesised(index.predicate()));
  }

  private static String indexKey(IndexKey key) {
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

  /** What may stand in CREATE TABLE goes to {@code inline}, the rest needs the table first. */
  private static void constraints(TableSchema table, List<String> inline, List<String> later) {
    PrimaryKey key = table.primaryKey();
    if (key != null) {
      inline.add(
          "CONSTRAINT %s PRIMARY KEY (%s)%s%s"
              .formatted(
                  quote(key.name()),
                  quoteAll(key.columns()),
                  include(key.include()),
                  deferral(key.deferral())));
    }
    for (UniqueConstraint unique : table.uniqueConstraints()) {
      inline.add(
          "CONSTRAINT %s UNIQUE%s (%s)%s%s"
              .formatted(
                  quote(unique.name()),
                  unique.nullsNotDistinct() ? " NULLS NOT DISTINCT" : "",
                  quoteAll(unique.columns()),
                  include(unique.include()),
                  deferral(unique.deferral())));
    }
    for (CheckConstraint check : table.checks()) {
      (check.notValid() ? later : inline).add(check(check));
    }
    for (ForeignKey foreignKey : table.foreignKeys()) {
      boolean now = !foreignKey.notValid() && !restsOnOwnIndex(table, foreignKey);
      (now ? inline : later).add(foreignKey(foreignKey));
    }
  }

  /** A key into the table itself may rest on a unique index, which comes after the table. */
  private static boolean restsOnOwnIndex(TableSchema table, ForeignKey key) {
    PrimaryKey primary = table.primaryKey();
    List<String> columns = key.referencedColumns();
    return key.references().equals(table.ref())
        && !columns.isEmpty()
        && (primary == null || !primary.columns().equals(columns))
        && table.uniqueConstraints().stream().noneMatch(u -> u.columns().equals(columns));
  }

  private static String check(CheckConstraint check) {
    return "CONSTRAINT %s CHECK %s%s%s"
        .formatted(
            quote(check.name()),
            Expression.parenthesised(check.expression()),
            check.noInherit() ? " NO INHERIT" : "",
            validity(check.notEnforced(), check.notValid()));
  }

  private static String foreignKey(ForeignKey key) {
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

  private static void comments(TableSchema table, List<String> statements) {
    String name = quote(table.schema(), table.name());
    if (table.comment() != null) {
      statements.add("COMMENT ON TABLE %s IS %s".formatted(name, literal(table.comment())));
    }
    for (Column column : table.columns()) {
      if (column.comment() != null) {
        statements.add(
            "COMMENT ON COLUMN %s.%s IS %s"
                .formatted(name, quote(column.name()), literal(column.comment())));
      }
    }
  }

  private static String statement(TableSchema table, TablePart part) {
    if (part.kind() == TablePart.Kind.STRUCTURE) {
      throw new IllegalArgumentException(
          "table %s cannot be written: %s".formatted(table.ref().key(), part.definition()));
    }
    return part.definition();
  }
}
