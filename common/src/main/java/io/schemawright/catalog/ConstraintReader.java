package io.schemawright.catalog;

import static io.schemawright.catalog.Identifiers.quote;
import static io.schemawright.catalog.TablePart.Kind.CONSTRAINT;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the constraints of tables; their columns and indexes must have been read before. */
final class ConstraintReader {

  private static final TableDraft.ConstraintIndex PLAIN =
      new TableDraft.ConstraintIndex(List.of(), false);

  private ConstraintReader() {}

  static String sql(String oids, int version) {
    return CONSTRAINTS.formatted(
        version >= 18 ? "k.conenforced" : "true",
        version >= 18 ? "k.conperiod" : "false",
        version >= 15 ? "k.confdelsetcols IS NOT NULL" : "false",
        oids);
  }

  static void read(ResultSet row, TableDraft table) throws SQLException {
    String name = row.getString("conname");
    String opaque = row.getString("opaque");
    if (opaque != null) {
      table.alter(CONSTRAINT, name, "ADD CONSTRAINT " + quote(name) + " " + opaque);
      return;
    }
    List<String> columns = table.columnNames(CatalogQuery.numbers(row, "conkey"));
    TableDraft.ConstraintIndex index =
        table.constraintIndexes.getOrDefault(row.getLong("conindid"), PLAIN);
    boolean notEnforced = !row.getBoolean("enforced");
    boolean notValid = !notEnforced && !row.getBoolean("convalidated");
    switch (row.getString("contype")) {
      case "p" -> table.primaryKey = new PrimaryKey(name, columns, index.include(), deferral(row));
      case "u" ->
          table.uniqueConstraints.add(
              new UniqueConstraint(
                  name, columns, index.include(), index.nullsNotDistinct(), deferral(row)));
      case "c" ->
          table.checks.add(
              new CheckConstraint(
                  name,
                  row.getString("expression"),
                  row.getBoolean("connoinherit"),
                  notValid,
                  notEnforced));
      case "f" ->
          table.foreignKeys.add(
              new ForeignKey(
                  name,
                  columns,
                  row.getString("referenced_schema"),
                  row.getString("referenced_table"),
                  CatalogQuery.strings(row, "referenced_columns"),
                  action(row.getString("confdeltype")),
                  action(row.getString("confupdtype")),
                  "f".equals(row.getString("confmatchtype")),
                  deferral(row),
                  notValid,
                  notEnforced));
      default ->
          throw new IllegalStateException(
              "constraint %s on %s is of kind '%s', which is not known"
                  .formatted(name, table.sqlName(), row.getString("contype")));
    }
  }

  private static @Nullable Deferral deferral(ResultSet row) throws SQLException {
    if (!row.getBoolean("condeferrable")) {
      return null;
    }
    return row.getBoolean("condeferred")
        ? Deferral.INITIALLY_DEFERRED
        : Deferral.INITIALLY_IMMEDIATE;
  }

  private static ReferentialAction action(String code) {
    return switch (code) {
      case "a" -> ReferentialAction.NO_ACTION;
      case "r" -> ReferentialAction.RESTRICT;
      case "c" -> ReferentialAction.CASCADE;
      case "n" -> ReferentialAction.SET_NULL;
      case "d" -> ReferentialAction.SET_DEFAULT;
      default -> throw new IllegalStateException("'" + code + "' is no referential action");
    };
  }

  /**
   * Plain NOT NULL constraints, which PostgreSQL 18 keeps here too, belong to their columns. Keys
   * to single partitions come with the one to the partitioned table.
   */
  private static final String CONSTRAINTS =
      """
      SELECT k.conrelid, k.conname, k.contype, k.condeferrable, k.condeferred, k.convalidated,
             k.connoinherit, k.conindid, k.conkey, k.confupdtype, k.confdeltype, k.confmatchtype,
             %s AS enforced, pg_get_expr(k.conbin, k.conrelid) AS expression,
             fn.nspname AS referenced_schema, f.relname AS referenced_table,
             CASE WHEN k.contype = 'f' THEN ARRAY(
               SELECT a.attname::text FROM unnest(k.confkey) WITH ORDINALITY AS ref(number, n)
                 JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = ref.number
                ORDER BY ref.n) END AS referenced_columns,
             CASE WHEN k.contype IN ('x', 'n') OR %s OR %s
                  THEN pg_get_constraintdef(k.oid) END AS opaque
        FROM pg_constraint k
        LEFT JOIN pg_class f ON f.oid = k.confrelid
        LEFT JOIN pg_namespace fn ON fn.oid = f.relnamespace
       WHERE k.conrelid = ANY (%s)
         AND (k.contype IN ('p', 'u', 'c', 'x')
              OR k.contype = 'f' AND k.conparentid = 0
              OR k.contype = 'n' AND (NOT k.convalidated OR k.connoinherit))
      """;
}
