package io.schemawright.catalog;

import static io.schemawright.catalog.Identifiers.quote;
import static io.schemawright.catalog.TablePart.Kind.SETTING;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the columns of tables with their defaults, sequences and settings. */
final class ColumnReader {
  private ColumnReader() {}

  static String sql() {
    return COLUMNS.formatted(
        CatalogFragments.collation("a.attcollation", "t.typcollation"), CatalogScope.TABLE_OIDS);
  }

  static void read(ResultSet row, TableDraft table) throws SQLException {
    Column column = column(row);
    table.add(row.getInt("attnum"), column);
    settings(row, table, column);
  }

  private static Column column(ResultSet row) throws SQLException {
    String type = type(row.getString("type"));
    String expression = row.getString("expression");
    String generated = row.getString("attgenerated");
    OwnedSequence sequence = sequence(row, type);
    // A partition has the identity of its partitioned table, and no sequence of its own.
    Identity identity =
        switch (sequence == null ? "" : row.getString("attidentity")) {
          case "a" -> Identity.ALWAYS;
          case "d" -> Identity.BY_DEFAULT;
          default -> null;
        };
    boolean serial = identity == null && sequence != null;
    boolean plainDefault = generated.isEmpty() && !serial;
    return new Column(
        row.getString("attname"),
        type,
        !row.getBoolean("not_null"),
        plainDefault ? expression : null,
        identity,
        sequence,
        generated.isEmpty() || expression == null
            ? null
            : new Generated(expression, generated.equals("v")),
        row.getString("collation"),
        row.getString("comment"));
  }

  /** The sequence of an identity column, or of one whose default is the next value of its own. */
  private static @Nullable OwnedSequence sequence(ResultSet row, String columnType)
      throws SQLException {
    String name = row.getString("sequence");
    if (name == null) {
      return null;
    }
    String type = row.getString("sequence_type");
    SequenceOptions options = SequenceOptions.of(row, type);
    return new OwnedSequence(
        name,
        type.equals(columnType) ? null : type,
        options.start(),
        options.increment(),
        options.min(),
        options.max(),
        options.cache(),
        row.getBoolean("seqcycle"));
  }

  /** As {@link TypeName} prints those that users made; only they stand with a schema. */
  static String type(String printed) {
    return printed.indexOf('.') < 0
        ? printed
        : TypeName.find(printed).map(TypeName::printed).orElse(printed);
  }

  private static void settings(ResultSet row, TableDraft table, Column column) throws SQLException {
    String alter = "ALTER COLUMN " + quote(column.name()) + " ";
    String target = row.getString("statistics_target");
    if (target != null) {
      table.alter(
          SETTING, column.name(), alter + "SET STATISTICS " + target, alter + "SET STATISTICS -1");
    }
    String storage = row.getString("storage");
    if (storage != null) {
      table.alter(
          SETTING,
          column.name(),
          alter + "SET STORAGE " + storage,
          alter + "SET STORAGE " + row.getString("type_storage"));
    }
    String compression = row.getString("compression");
    if (compression != null) {
      table.alter(
          SETTING,
          column.name(),
          alter + "SET COMPRESSION " + compression,
          alter + "SET COMPRESSION DEFAULT");
    }
    List<String> options = CatalogQuery.strings(row, "attoptions");
    if (!options.isEmpty()) {
      table.alter(
          SETTING,
          column.name(),
          alter + TableReader.set("", options),
          alter + TableReader.reset("", options));
    }
  }

  private static final String COLUMNS =
      """
      SELECT a.attrelid, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod) AS type,
             a.attnotnull AND (a.attrelid, a.attnum) NOT IN (
               SELECT k.conrelid, k.conkey[1] FROM pg_constraint k
                WHERE k.conrelid = ANY (%2$s) AND k.contype = 'n'
                  AND (NOT k.convalidated OR k.connoinherit)) AS not_null,
             a.attidentity, a.attgenerated, pg_get_expr(d.adbin, d.adrelid) AS expression,
             %1$s AS collation,
             (SELECT ds.description FROM pg_description ds
               WHERE ds.objoid = a.attrelid AND ds.classoid = 'pg_class'::regclass
                 AND ds.objsubid = a.attnum) AS comment,
             CASE WHEN a.attstattarget >= 0 THEN a.attstattarget END AS statistics_target,
             CASE WHEN a.attstorage <> t.typstorage
                  THEN CASE a.attstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL'
                                         WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END END AS storage,
             CASE WHEN a.attstorage <> t.typstorage
                  THEN CASE t.typstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL'
                                         WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END END
               AS type_storage,
             CASE a.attcompression WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' END AS compression,
             a.attoptions, s.*
        FROM pg_attribute a
        CROSS JOIN LATERAL (
          SELECT typcollation, typstorage FROM pg_type WHERE oid = a.atttypid OFFSET 0) AS t
        LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        LEFT JOIN LATERAL (
          SELECT sc.relname AS sequence, format_type(sq.seqtypid, NULL) AS sequence_type,
                 sq.seqstart, sq.seqincrement, sq.seqmin, sq.seqmax, sq.seqcache, sq.seqcycle
            FROM pg_depend dep
            JOIN pg_class sc ON sc.oid = dep.objid AND sc.relkind = 'S'
            JOIN pg_sequence sq ON sq.seqrelid = sc.oid
           WHERE (a.attidentity <> '' OR a.atthasdef)
             AND dep.classid = 'pg_class'::regclass AND dep.refclassid = 'pg_class'::regclass
             AND dep.refobjid = a.attrelid AND dep.refobjsubid = a.attnum
             AND (dep.deptype = 'i'
                  OR dep.deptype = 'a' AND pg_get_expr(d.adbin, d.adrelid)
                     = 'nextval(' || quote_literal(sc.oid::regclass::text) || '::regclass)')
          OFFSET 0) AS s ON true
       WHERE a.attrelid = ANY (%2$s) AND a.attnum > 0 AND NOT a.attisdropped
       ORDER BY a.attrelid, a.attnum
      """;
}
