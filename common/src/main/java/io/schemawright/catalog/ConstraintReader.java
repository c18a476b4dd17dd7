package io.schemawright.catalog;

import static io.schemawright.catalog.Identifiers.quote;
import static io.schemawright.catalog.TablePart.Kind.CONSTRAINT;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reads the constraints of tables; their columns and indexes must have been read before. */
final class ConstraintReader {

  private static final TableDraft.ConstraintIndex PLAIN =
      new TableDraft.ConstraintIndex("", List.of(), List.of(), false, null);

  private ConstraintReader() {}

  static String sql(int version) {
    return CONSTRAINTS.formatted(
        version >= 18 ? "k.conenforced" : "true",
        version >= 18 ? "k.conperiod" : "false",
        version >= 15 ? "k.confdelsetcols IS NOT NULL" : "false",
        CatalogScope.TABLE_OIDS);
  }

  static void read(ResultSet row, TableDraft table) throws SQLException {
    String name = row.getString("conname");
    TableDraft.ConstraintIndex index =
        table.constraintIndexes.getOrDefault(row.getLong("conindid"), PLAIN);
    boolean exclusion = row.getString("contype").equals("x");
    String opaque = row.getString("opaque");
    if (opaque != null && !(exclusion && !index.keys().isEmpty())) {
      table.alter(
          CONSTRAINT,
          name,
          "ADD CONSTRAINT " + quote(name) + " " + opaque,
          "DROP CONSTRAINT " + quote(name));
      return;
    }
    List<String> columns =
        exclusion ? List.of() : table.columnNames(CatalogQuery.numbers(row, "conkey"));
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
      case "x" ->
          table.exclusions.add(
              new ExclusionConstraint(
                  name,
                  index.method(),
                  elements(index.keys(), CatalogQuery.strings(row, "operators")),
                  index.include(),
                  index.predicate(),
                  deferral(row)));
      default ->
          throw new IllegalStateException(
              "constraint %s on %s is of kind '%s', which is not known"
                  .formatted(name, table.sqlName(), row.getString("contype")));
    }
  }

  private static List<ExclusionConstraint.Element> elements(
      List<IndexKey> keys, List<String> operators) {
    return IntStream.range(0, keys.size())
        .mapToObj(i -> new ExclusionConstraint.Element(keys.get(i), operators.get(i)))
        .toList();
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
   * to single partitions come with the one to the partitioned table, and a partition's constraints
   * that belong to one of its partitioned table come with that.
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
             CASE WHEN k.contype = 'x' THEN ARRAY(
               SELECT CASE WHEN opn.nspname = 'pg_catalog' THEN op.oprname::text
                           ELSE 'OPERATOR("' || replace(opn.nspname, '"', '""') || '".'
                                || op.oprname || ')' END
                 FROM unnest(k.conexclop) WITH ORDINALITY AS excluded(operator, n)
                 JOIN pg_operator op ON op.oid = excluded.operator
                 JOIN pg_namespace opn ON opn.oid = op.oprnamespace
                ORDER BY excluded.n) END AS operators,
             CASE WHEN k.contype IN ('x', 'n') OR %s OR %s
                  THEN pg_get_constraintdef(k.oid) END AS opaque
        FROM pg_constraint k
        LEFT JOIN pg_class f ON f.oid = k.confrelid
        LEFT JOIN pg_namespace fn ON fn.oid = f.relnamespace
       WHERE k.conrelid = ANY (%s)
         AND k.conparentid = 0
         AND NOT (k.coninhcount > 0 AND (
           SELECT c.relispartition FROM pg_class c WHERE c.oid = k.conrelid OFFSET 0))
         AND (k.contype IN ('p', 'u', 'c', 'x', 'f')
              OR k.contype = 'n' AND (NOT k.convalidated OR k.connoinherit))
      """;
}
