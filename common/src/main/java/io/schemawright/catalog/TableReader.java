package io.schemawright.catalog;

import static io.schemawright.catalog.TablePart.Kind.SETTING;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Puts tables together from the answers to one query for each noun. */
final class TableReader {
  private final Map<Long, TableDraft> drafts = new LinkedHashMap<>();
  private String found = "{}";

  /** The queries in the order in which they must be answered, after the one for the tables. */
  List<CatalogQuery> queries(int version) {
    return List.of(
        CatalogQuery.ofTables(
            RELATIONS.formatted(CatalogScope.TABLE_OIDS),
            row -> drafts.put(row.getLong("oid"), relation(row))),
        perTable("attrelid", ColumnReader.sql(), ColumnReader::read),
        perTable("indrelid", IndexReader.sql(version), IndexReader::read),
        perTable("conrelid", ConstraintReader.sql(version), ConstraintReader::read),
        perTable("relation", PartReader.sql(version), PartReader::read),
        perTable("oid", DependencyReader.ofTables(), DependencyReader::read));
  }

  List<TableSchema> tables() {
    return drafts.values().stream().map(TableDraft::finished).toList();
  }

  /** Takes the answer to {@link CatalogScope#findTables}. */
  void found(ResultSet row) throws SQLException {
    found = row.getString(1);
  }

  /** The last oid of a whole portion of tables; empty where there were fewer. */
  OptionalLong lastOfPortion() {
    String[] oids = found.replaceAll("[{}]", "").split(",", -1);
    return oids.length < CatalogScope.PORTION
        ? OptionalLong.empty()
        : OptionalLong.of(Long.parseLong(oids[oids.length - 1]));
  }

  private interface PartSink {
    void read(ResultSet row, TableDraft table) throws SQLException;
  }

  /** Gives each row to its table; one that another session made meanwhile has none. */
  private CatalogQuery perTable(String oid, String sql, PartSink sink) {
    return CatalogQuery.ofTables(
        sql,
        row -> {
          TableDraft table = drafts.get(row.getLong(oid));
          if (table != null) {
            sink.read(row, table);
          }
        });
  }

  private static TableDraft relation(ResultSet row) throws SQLException {
    TableDraft table =
        new TableDraft(
            row.getString("nspname"),
            row.getString("relname"),
            "u".equals(row.getString("relpersistence")),
            row.getString("comment"));
    String partitionKey = row.getString("partition_key");
    table.partitionKey = partitionKey;
    String bound = row.getString("partition_bound");
    if (bound != null) {
      table.partitionOf =
          new PartitionOf(row.getString("parent_schema"), row.getString("parent_table"), bound);
    }
    for (String part : List.of("parents", "of_type", "method")) {
      String definition = row.getString(part);
      if (definition != null) {
        table.structure(part.replace('_', ' '), definition);
      }
    }
    settings(row, table);
    return table;
  }

  private static void settings(ResultSet row, TableDraft table) throws SQLException {
    List<String> options = CatalogQuery.strings(row, "reloptions");
    if (!options.isEmpty()) {
      table.alter(SETTING, "storage", set("", options), reset("", options));
    }
    List<String> toastOptions = CatalogQuery.strings(row, "toast_options");
    if (!toastOptions.isEmpty()) {
      table.alter(SETTING, "toast", set("toast.", toastOptions), reset("toast.", toastOptions));
    }
    if (row.getBoolean("relrowsecurity")) {
      table.alter(
          SETTING, "row security", "ENABLE ROW LEVEL SECURITY", "DISABLE ROW LEVEL SECURITY");
    }
    if (row.getBoolean("relforcerowsecurity")) {
      table.alter(
          SETTING,
          "row security of the owner",
          "FORCE ROW LEVEL SECURITY",
          "NO FORCE ROW LEVEL SECURITY");
    }
    String identity = row.getString("relreplident");
    if ("f".equals(identity) || "n".equals(identity)) {
      table.alter(
          SETTING,
          "replica identity",
          "REPLICA IDENTITY " + ("f".equals(identity) ? "FULL" : "NOTHING"),
          "REPLICA IDENTITY DEFAULT");
    }
    String tablespace = row.getString("spcname");
    if (tablespace != null) {
      table.alter(
          SETTING,
          "tablespace",
          "SET TABLESPACE " + Identifiers.quote(tablespace),
          "SET TABLESPACE pg_default");
    }
  }

  /** {@code SET (fillfactor=70)}. */
  static String set(String prefix, List<String> options) {
    return options.stream().map(prefix::concat).collect(Collectors.joining(", ", "SET (", ")"));
  }

  /** {@code RESET (fillfactor)}. */
  static String reset(String prefix, List<String> options) {
    return options.stream()
        .map(option -> prefix + option.substring(0, option.indexOf('=')))
        .collect(Collectors.joining(", ", "RESET (", ")"));
  }

  private static final String RELATIONS =
      """
      SELECT c.oid, n.nspname, c.relname, c.relpersistence, c.relrowsecurity,
             c.relforcerowsecurity, c.relreplident, c.reloptions, toast.reloptions AS toast_options,
             ts.spcname,
             (SELECT ds.description FROM pg_description ds
               WHERE ds.objoid = c.oid AND ds.classoid = 'pg_class'::regclass
                 AND ds.objsubid = 0) AS comment,
             CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END AS partition_key,
             CASE WHEN c.relispartition THEN pg_get_expr(c.relpartbound, c.oid) END
               AS partition_bound,
             parent.nspname AS parent_schema, parent.relname AS parent_table,
             CASE WHEN NOT c.relispartition THEN (
               SELECT 'INHERITS (' || string_agg(i.inhparent::regclass::text, ', '
                                                 ORDER BY i.inhseqno) || ')'
                 FROM pg_inherits i WHERE i.inhrelid = c.oid) END AS parents,
             CASE WHEN c.reloftype <> 0 THEN 'OF ' || c.reloftype::regtype END AS of_type,
             CASE WHEN am.amname <> 'heap' THEN 'USING ' || quote_ident(am.amname) END AS method
        FROM pg_class c
        JOIN pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_class toast ON toast.oid = c.reltoastrelid
        LEFT JOIN pg_tablespace ts ON ts.oid = c.reltablespace
        LEFT JOIN pg_am am ON am.oid = c.relam
        LEFT JOIN LATERAL (
          SELECT pn.nspname, p.relname
            FROM pg_inherits i
            JOIN pg_class p ON p.oid = i.inhparent
            JOIN pg_namespace pn ON pn.oid = p.relnamespace
           WHERE c.relispartition AND i.inhrelid = c.oid) AS parent ON true
       WHERE c.oid = ANY (%s)
      """;
}
