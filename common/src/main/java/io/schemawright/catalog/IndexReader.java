package io.schemawright.catalog;

import static io.schemawright.catalog.Identifiers.quote;
import static io.schemawright.catalog.TablePart.Kind.INDEX;
import static io.schemawright.catalog.TablePart.Kind.SETTING;

import io.schemawright.catalog.IndexKey.Nulls;
import io.schemawright.catalog.IndexKey.Order;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the indexes of tables, those behind constraints included. */
final class IndexReader {

  private static final int DESCENDING = 1;
  private static final int NULLS_FIRST = 2;

  private IndexReader() {}

  static String sql(int version) {
    return INDEXES.formatted(
        version >= 15 ? "i.indnullsnotdistinct" : "false", CatalogScope.TABLE_OIDS);
  }

  static void read(ResultSet row, TableDraft table) throws SQLException {
    List<Integer> numbers = CatalogQuery.numbers(row, "attnums");
    int keyCount = row.getInt("indnkeyatts");
    List<String> include = table.columnNames(numbers.subList(keyCount, numbers.size()));
    String name = row.getString("relname");
    boolean nullsNotDistinct = row.getBoolean("nulls_not_distinct");
    String opaque = row.getString("opaque");
    List<IndexKey> keys =
        opaque == null ? keys(row, table, numbers.subList(0, keyCount)) : List.of();
    String method = row.getString("amname");
    String predicate = row.getString("predicate");
    if (row.getBoolean("of_constraint")) {
      table.constraintIndexes.put(
          row.getLong("indexrelid"),
          new TableDraft.ConstraintIndex(method, keys, include, nullsNotDistinct, predicate));
    } else if (!row.getBoolean("of_partition")) {
      if (opaque != null) {
        table.part(INDEX, name, opaque, "DROP INDEX " + quote(table.schema, name));
      } else {
        table.indexes.add(
            new Index(
                name,
                method,
                keys,
                include,
                row.getBoolean("indisunique"),
                nullsNotDistinct,
                predicate,
                !row.getBoolean("indisvalid")));
      }
    }
    settings(row, table, name);
  }

  private static List<IndexKey> keys(ResultSet row, TableDraft table, List<Integer> numbers)
      throws SQLException {
    List<@Nullable String> expressions = CatalogQuery.nullableStrings(row, "expressions");
    List<@Nullable String> classes = CatalogQuery.nullableStrings(row, "classes");
    List<@Nullable String> collations = CatalogQuery.nullableStrings(row, "collations");
    List<Integer> options = CatalogQuery.numbers(row, "options");
    List<IndexKey> keys = new ArrayList<>();
    for (int i = 0; i < numbers.size(); i++) {
      int option = options.get(i);
      keys.add(
          new IndexKey(
              expressions.get(i) == null ? table.column(numbers.get(i)).name() : null,
              expressions.get(i),
              (option & DESCENDING) != 0 ? Order.DESC : Order.ASC,
              (option & NULLS_FIRST) != 0 ? Nulls.FIRST : Nulls.LAST,
              collations.get(i),
              classes.get(i)));
    }
    return keys;
  }

  private static void settings(ResultSet row, TableDraft table, String name) throws SQLException {
    String alter = "ALTER INDEX " + quote(table.schema, name) + " ";
    List<String> options = CatalogQuery.strings(row, "options_after");
    if (!options.isEmpty()) {
      table.part(
          SETTING,
          name,
          alter + TableReader.set("", options),
          alter + TableReader.reset("", options));
    }
    String tablespace = row.getString("spcname");
    if (tablespace != null) {
      table.part(
          SETTING,
          name,
          alter + "SET TABLESPACE " + quote(tablespace),
          alter + "SET TABLESPACE pg_default");
    }
    if (row.getBoolean("indisclustered")) {
      table.alter(SETTING, name, "CLUSTER ON " + quote(name), "SET WITHOUT CLUSTER");
    }
    if (row.getBoolean("indisreplident")) {
      table.alter(
          SETTING, name, "REPLICA IDENTITY USING INDEX " + quote(name), "REPLICA IDENTITY DEFAULT");
    }
  }

  /**
   * An index with parameters of its operator classes, or an expression's own collation, is opaque,
   * and so is one of a partitioned table with storage parameters, which cannot be set later. The
   * index of a partition that belongs to one of its partitioned table comes with that.
   */
  private static final String INDEXES =
      """
      SELECT i.indrelid, i.indexrelid, ic.relname, am.amname, i.indisunique, i.indisvalid,
             i.indisclustered, i.indisreplident, i.indnkeyatts, ts.spcname,
             CASE WHEN ic.relkind = 'i' AND NOT ic.relispartition THEN ic.reloptions END
               AS options_after,
             ic.relispartition AS of_partition,
             %s AS nulls_not_distinct, pg_get_expr(i.indpred, i.indrelid) AS predicate,
             owner.oid IS NOT NULL AS of_constraint,
             keys.*, CASE WHEN keys.unusual OR ic.relkind = 'I' AND ic.reloptions IS NOT NULL
                          THEN pg_get_indexdef(i.indexrelid) END AS opaque
        FROM pg_index i
        JOIN pg_class ic ON ic.oid = i.indexrelid
        JOIN pg_am am ON am.oid = ic.relam
        LEFT JOIN pg_tablespace ts ON ts.oid = ic.reltablespace
        LEFT JOIN pg_constraint owner
               ON owner.conrelid = i.indrelid AND owner.conindid = i.indexrelid
              AND owner.contype IN ('p', 'u', 'x')
        CROSS JOIN LATERAL (
          SELECT array_agg(k.attnum::int ORDER BY k.n) AS attnums,
                 array_agg(coalesce(k.option, 0)::int ORDER BY k.n) AS options,
                 array_agg(CASE WHEN k.attnum = 0
                                THEN pg_get_indexdef(i.indexrelid, k.n::int, false) END
                           ORDER BY k.n) AS expressions,
                 array_agg(CASE WHEN k.class NOT IN (SELECT oid FROM pg_opclass WHERE opcdefault)
                           THEN (
                             SELECT CASE WHEN opn.nspname = 'pg_catalog' THEN op.opcname
                                         ELSE '"' || replace(opn.nspname, '"', '""') || '"."'
                                              || replace(op.opcname, '"', '""') || '"' END
                               FROM pg_opclass op JOIN pg_namespace opn ON opn.oid = op.opcnamespace
                              WHERE op.oid = k.class OFFSET 0) END
                           ORDER BY k.n) AS classes,
                 array_agg(CASE WHEN k.coll <> 0 AND k.attnum <> 0 AND k.coll <> (
                             SELECT a.attcollation FROM pg_attribute a
                              WHERE a.attrelid = i.indrelid AND a.attnum = k.attnum)
                           THEN (
                             SELECT CASE WHEN cn.nspname = 'pg_catalog' THEN co.collname
                                         ELSE '"' || replace(cn.nspname, '"', '""') || '"."'
                                              || replace(co.collname, '"', '""') || '"' END
                               FROM pg_collation co JOIN pg_namespace cn ON cn.oid = co.collnamespace
                              WHERE co.oid = k.coll OFFSET 0) END
                           ORDER BY k.n) AS collations,
                 bool_or((k.attnum = 0 AND k.coll NOT IN (0, 100)) OR EXISTS (
                   SELECT FROM pg_attribute x
                    WHERE x.attrelid = i.indexrelid AND x.attnum = k.n
                      AND x.attoptions IS NOT NULL OFFSET 0)) AS unusual
            FROM unnest(i.indkey::int2[], i.indclass::oid[], i.indcollation::oid[],
                        i.indoption::int2[])
                 WITH ORDINALITY AS k(attnum, class, coll, option, n)
        ) AS keys
       WHERE i.indrelid = ANY (%s)
      """;
}
