package io.schemawright.catalog;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Reads from {@code pg_depend} what objects rest on. Built-in objects do not stand there; what
 * belongs to an extension is left out, and a sequence that belongs to a column counts as its table.
 */
final class DependencyReader {

  /**
   * Fenced by {@code OFFSET 0}: a plan for any number of objects would read the whole of a small
   * {@code pg_depend} for one of them.
   */
  private static final String OF_PART =
      "SELECT * FROM pg_depend p_ WHERE p_.classid = parts.class AND p_.objid = parts.oid OFFSET 0";

  private DependencyReader() {}

  /** The types, functions and free sequences, and the tables that rules and policies look into. */
  static String ofTables() {
    return """
    WITH wanted AS MATERIALIZED (SELECT unnest(%s) AS oid),
    parts AS (
      SELECT oid AS relation, 'pg_class'::regclass AS class, oid, false AS expression FROM wanted
      UNION ALL
      SELECT d.adrelid, 'pg_attrdef'::regclass, d.oid, true
        FROM wanted JOIN pg_attrdef d ON d.adrelid = wanted.oid
      UNION ALL
      SELECT k.conrelid, 'pg_constraint'::regclass, k.oid, false
        FROM wanted JOIN pg_constraint k ON k.conrelid = wanted.oid WHERE k.contype <> 'n'
      UNION ALL
      SELECT i.indrelid, 'pg_class'::regclass, i.indexrelid, false
        FROM wanted JOIN pg_index i ON i.indrelid = wanted.oid
      UNION ALL
      SELECT t.tgrelid, 'pg_trigger'::regclass, t.oid, false
        FROM wanted JOIN pg_trigger t ON t.tgrelid = wanted.oid WHERE NOT t.tgisinternal
      UNION ALL
      SELECT r.ev_class, 'pg_rewrite'::regclass, r.oid, true
        FROM wanted JOIN pg_rewrite r ON r.ev_class = wanted.oid
      UNION ALL
      SELECT p.polrelid, 'pg_policy'::regclass, p.oid, true
        FROM wanted JOIN pg_policy p ON p.polrelid = wanted.oid
      UNION ALL
      SELECT s.stxrelid, 'pg_statistic_ext'::regclass, s.oid, false
        FROM wanted JOIN pg_statistic_ext s ON s.stxrelid = wanted.oid
    ),
    dependencies AS (
      SELECT 'pg_class'::regclass AS class, parts.relation AS oid, d.refclassid, d.refobjid,
             d.refobjsubid
        FROM parts
        CROSS JOIN LATERAL (%s) AS d
       WHERE d.refclassid IN ('pg_type'::regclass, 'pg_proc'::regclass)
          OR d.refclassid = 'pg_class'::regclass AND parts.expression
                                                 AND d.refobjid <> parts.relation
    )
    """
            .formatted(CatalogScope.TABLE_OIDS, OF_PART)
        + REFERRED;
  }

  /** What other objects rest on; {@code objects} selects class, oid and relation of each. */
  static String of(String objects) {
    return """
    WITH objects AS MATERIALIZED (%s),
    relations AS (SELECT * FROM objects WHERE class = 'pg_class'::regclass),
    parts AS (
      SELECT class AS whole_class, oid AS whole, class, oid FROM objects
      UNION ALL
      SELECT o.class, o.oid, 'pg_rewrite'::regclass, r.oid
        FROM relations o JOIN pg_rewrite r ON r.ev_class = o.oid
      UNION ALL
      SELECT o.class, o.oid, 'pg_trigger'::regclass, t.oid
        FROM relations o JOIN pg_trigger t ON t.tgrelid = o.oid WHERE NOT t.tgisinternal
      UNION ALL
      SELECT o.class, o.oid, 'pg_attrdef'::regclass, d.oid
        FROM relations o JOIN pg_attrdef d ON d.adrelid = o.oid
      UNION ALL
      SELECT o.class, o.oid, 'pg_class'::regclass, i.indexrelid
        FROM relations o JOIN pg_index i ON i.indrelid = o.oid
      UNION ALL
      SELECT o.class, o.oid, 'pg_constraint'::regclass, k.oid
        FROM objects o JOIN pg_constraint k ON k.contypid = o.oid WHERE o.kind = 'domain'
    ),
    dependencies AS (
      SELECT parts.whole_class AS class, parts.whole AS oid, d.refclassid, d.refobjid,
             d.refobjsubid
        FROM parts
        CROSS JOIN LATERAL (%s) AS d
       WHERE d.refclassid IN ('pg_type'::regclass, 'pg_proc'::regclass, 'pg_class'::regclass)
         AND (d.refclassid, d.refobjid) IS DISTINCT FROM (parts.whole_class, parts.whole)
    )
    """
            .formatted(objects, OF_PART)
        + REFERRED;
  }

  static void read(ResultSet row, TableDraft table) throws SQLException {
    table.dependsOn.add(dependency(row));
  }

  static Dependency dependency(ResultSet row) throws SQLException {
    String column = row.getString("column");
    return new Dependency(
        new ObjectRef(
            ObjectKind.parse(row.getString("kind")),
            row.getString("schema"),
            row.getString("name")),
        column);
  }

  private static final String REFERRED =
      """
      SELECT DISTINCT d.class::oid AS class, d.oid, found.kind, n.nspname AS schema, found.name, a.attname AS column
        FROM dependencies d
        LEFT JOIN pg_type named ON d.refclassid = 'pg_type'::regclass AND named.oid = d.refobjid
        LEFT JOIN pg_type t ON t.oid = CASE WHEN named.typcategory = 'A' AND named.typelem <> 0
                                            THEN named.typelem ELSE named.oid END
        LEFT JOIN pg_proc p ON d.refclassid = 'pg_proc'::regclass AND p.oid = d.refobjid
        LEFT JOIN pg_class r ON r.oid = CASE WHEN d.refclassid = 'pg_class'::regclass
                                             THEN d.refobjid ELSE t.typrelid END
        LEFT JOIN LATERAL (
          SELECT d.refobjid
            FROM pg_depend d
            LEFT JOIN pg_attrdef def ON def.adrelid = d.refobjid AND def.adnum = d.refobjsubid
           WHERE r.relkind = 'S' AND d.classid = 'pg_class'::regclass AND d.objid = r.oid
             AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0
             AND
      """
          + CatalogFragments.SEQUENCE_OF_COLUMN
          + """

        ) AS owner ON true
        LEFT JOIN pg_class c ON c.oid = coalesce(owner.refobjid, r.oid)
        LEFT JOIN pg_attribute a ON d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0
                                AND a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
        CROSS JOIN LATERAL (
          SELECT CASE WHEN c.relkind IN ('r', 'p') THEN 'table' WHEN c.relkind = 'v' THEN 'view'
                      WHEN c.relkind = 'm' THEN 'materialized-view'
                      WHEN c.relkind = 'S' THEN 'sequence' WHEN c.relkind = 'f' THEN 'foreign-table'
                      WHEN c.relkind = 'c' THEN 'composite-type' WHEN t.typtype = 'e' THEN 'enum'
                      WHEN t.typtype = 'd' THEN 'domain' WHEN p.oid IS NOT NULL THEN 'function'
                 END AS kind,
                 coalesce(c.relname::text, t.typname::text,
                          p.proname || '(' || oidvectortypes(p.proargtypes) || ')') AS name,
                 coalesce(c.relnamespace, t.typnamespace, p.pronamespace) AS schema
        ) AS found
        JOIN pg_namespace n ON n.oid = found.schema
       WHERE found.kind IS NOT NULL
         AND NOT (d.class = 'pg_class'::regclass AND c.oid IS NOT DISTINCT FROM d.oid)
         AND n.nspname NOT IN ('pg_catalog', 'information_schema')
         AND NOT EXISTS (
           SELECT FROM pg_depend e
            WHERE e.deptype = 'e' AND (
              e.classid = d.refclassid AND e.objid IN (d.refobjid, t.oid)
              OR e.classid = 'pg_class'::regclass AND e.objid = c.oid))
      """;
}
