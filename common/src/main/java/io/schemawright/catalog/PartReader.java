package io.schemawright.catalog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;

/** Reads what hangs on tables and is known only as SQL. */
final class PartReader {
  private PartReader() {}

  static String sql(int version) {
    return PARTS.formatted(
        CatalogScope.TABLE_OIDS,
        version >= 15 ? "p.prattrs" : "NULL::int2vector",
        version >= 15 ? "p.prqual" : "NULL::pg_node_tree");
  }

  static void read(ResultSet row, TableDraft table) throws SQLException {
    table.part(
        TablePart.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
        row.getString("name"),
        row.getString("definition"),
        row.getString("removal"));
  }

  /** What a partition's triggers have of those of its partitioned table comes with them. */
  private static final String PARTS =
      """
      WITH wanted AS MATERIALIZED (SELECT unnest(%s) AS oid),
      commented AS (
        SELECT k.conrelid AS relation, k.conname AS name, d.description,
               format('CONSTRAINT %%I ON %%s', k.conname, k.conrelid::regclass) AS object
          FROM wanted JOIN pg_constraint k ON k.conrelid = wanted.oid
          JOIN pg_description d ON d.objoid = k.oid AND d.classoid = 'pg_constraint'::regclass
         WHERE k.contype <> 'n'
        UNION ALL
        SELECT i.indrelid, c.relname, d.description, format('INDEX %%s', c.oid::regclass)
          FROM wanted JOIN pg_index i ON i.indrelid = wanted.oid
          JOIN pg_class c ON c.oid = i.indexrelid
          JOIN pg_description d ON d.objoid = c.oid AND d.classoid = 'pg_class'::regclass
                               AND d.objsubid = 0
        UNION ALL
        SELECT t.tgrelid, t.tgname, d.description,
               format('TRIGGER %%I ON %%s', t.tgname, t.tgrelid::regclass)
          FROM wanted JOIN pg_trigger t ON t.tgrelid = wanted.oid
          JOIN pg_description d ON d.objoid = t.oid AND d.classoid = 'pg_trigger'::regclass
        UNION ALL
        SELECT r.ev_class, r.rulename, d.description,
               format('RULE %%I ON %%s', r.rulename, r.ev_class::regclass)
          FROM wanted JOIN pg_rewrite r ON r.ev_class = wanted.oid
          JOIN pg_description d ON d.objoid = r.oid AND d.classoid = 'pg_rewrite'::regclass
        UNION ALL
        SELECT p.polrelid, p.polname, d.description,
               format('POLICY %%I ON %%s', p.polname, p.polrelid::regclass)
          FROM wanted JOIN pg_policy p ON p.polrelid = wanted.oid
          JOIN pg_description d ON d.objoid = p.oid AND d.classoid = 'pg_policy'::regclass
        UNION ALL
        SELECT s.stxrelid, s.stxname, d.description,
               format('STATISTICS %%I.%%I', n.nspname, s.stxname)
          FROM wanted JOIN pg_statistic_ext s ON s.stxrelid = wanted.oid
          JOIN pg_namespace n ON n.oid = s.stxnamespace
          JOIN pg_description d ON d.objoid = s.oid
                               AND d.classoid = 'pg_statistic_ext'::regclass
      )
      SELECT t.tgrelid AS relation, 'trigger' AS kind, t.tgname AS name,
             pg_get_triggerdef(t.oid) AS definition,
             format('DROP TRIGGER %%I ON %%s', t.tgname, t.tgrelid::regclass) AS removal
        FROM wanted JOIN pg_trigger t ON t.tgrelid = wanted.oid
       WHERE NOT t.tgisinternal AND t.tgparentid = 0
      UNION ALL
      SELECT t.tgrelid, 'setting', t.tgname,
             format('ALTER TABLE %%s %%s TRIGGER %%I', t.tgrelid::regclass, state.now, t.tgname),
             format('ALTER TABLE %%s %%s TRIGGER %%I', t.tgrelid::regclass, state.otherwise,
                    t.tgname)
        FROM wanted JOIN pg_trigger t ON t.tgrelid = wanted.oid
        LEFT JOIN pg_trigger parent ON parent.oid = t.tgparentid
        CROSS JOIN LATERAL (
          SELECT max(word) FILTER (WHERE code = t.tgenabled) AS now,
                 max(word) FILTER (WHERE code = coalesce(parent.tgenabled, 'O')) AS otherwise
            FROM (VALUES ('O', 'ENABLE'), ('D', 'DISABLE'), ('R', 'ENABLE REPLICA'),
                         ('A', 'ENABLE ALWAYS')) AS words(code, word)) AS state
       WHERE NOT t.tgisinternal AND t.tgenabled <> coalesce(parent.tgenabled, 'O')
      UNION ALL
      SELECT r.ev_class, 'rule', r.rulename, pg_get_ruledef(r.oid),
             format('DROP RULE %%I ON %%s', r.rulename, r.ev_class::regclass)
        FROM wanted JOIN pg_rewrite r ON r.ev_class = wanted.oid
      UNION ALL
      SELECT r.ev_class, 'setting', r.rulename,
             format('ALTER TABLE %%s %%s RULE %%I', r.ev_class::regclass,
                    CASE r.ev_enabled WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA'
                                      ELSE 'ENABLE ALWAYS' END, r.rulename),
             format('ALTER TABLE %%s ENABLE RULE %%I', r.ev_class::regclass, r.rulename)
        FROM wanted JOIN pg_rewrite r ON r.ev_class = wanted.oid WHERE r.ev_enabled <> 'O'
      UNION ALL
      SELECT s.stxrelid, 'statistics', s.stxname, pg_get_statisticsobjdef(s.oid),
             format('DROP STATISTICS %%I.%%I', n.nspname, s.stxname)
        FROM wanted JOIN pg_statistic_ext s ON s.stxrelid = wanted.oid
        JOIN pg_namespace n ON n.oid = s.stxnamespace
      UNION ALL
      SELECT s.stxrelid, 'setting', s.stxname,
             format('ALTER STATISTICS %%I.%%I SET STATISTICS %%s', n.nspname, s.stxname,
                    s.stxstattarget),
             format('ALTER STATISTICS %%I.%%I SET STATISTICS -1', n.nspname, s.stxname)
        FROM wanted JOIN pg_statistic_ext s ON s.stxrelid = wanted.oid
        JOIN pg_namespace n ON n.oid = s.stxnamespace
       WHERE s.stxstattarget >= 0
      UNION ALL
      SELECT p.polrelid, 'policy', p.polname,
             format('CREATE POLICY %%I ON %%s AS %%s FOR %%s TO %%s%%s%%s', p.polname,
                    p.polrelid::regclass,
                    CASE WHEN p.polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END,
                    CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT'
                                  WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'ALL' END,
                    CASE WHEN p.polroles = '{0}' THEN 'PUBLIC'
                         ELSE (SELECT string_agg(quote_ident(r.rolname), ', ' ORDER BY r.rolname)
                                 FROM pg_roles r WHERE r.oid = ANY (p.polroles)) END,
                    ' USING (' || pg_get_expr(p.polqual, p.polrelid) || ')',
                    ' WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')'),
             format('DROP POLICY %%I ON %%s', p.polname, p.polrelid::regclass)
        FROM wanted JOIN pg_policy p ON p.polrelid = wanted.oid
      UNION ALL
      SELECT p.prrelid, 'publication', pub.pubname,
             format('ALTER PUBLICATION %%I ADD TABLE %%s%%s%%s', pub.pubname, named.relation,
                    (SELECT ' (' || string_agg(quote_ident(a.attname), ', ' ORDER BY a.attname)
                            || ')'
                       FROM pg_attribute a
                      WHERE a.attrelid = p.prrelid AND a.attnum = ANY (%s::int2[])),
                    ' WHERE (' || pg_get_expr(%s, p.prrelid) || ')'),
             format('ALTER PUBLICATION %%I DROP TABLE %%s', pub.pubname, named.relation)
        FROM wanted JOIN pg_publication_rel p ON p.prrelid = wanted.oid
        JOIN pg_publication pub ON pub.oid = p.prpubid
        CROSS JOIN LATERAL (
          SELECT CASE WHEN c.relkind = 'r' THEN 'ONLY ' ELSE '' END || c.oid::regclass AS relation
            FROM pg_class c WHERE c.oid = p.prrelid) AS named
      UNION ALL
      SELECT relation, 'comment', name, format('COMMENT ON %%s IS %%L', object, description),
             format('COMMENT ON %%s IS NULL', object)
        FROM commented
      """;
}
