package io.schemawright.catalog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;

/** Reads what hangs on tables and is known only as SQL. */
final class PartReader {
  private PartReader() {}

  static String sql(String oids) {
    return PARTS.formatted(oids);
  }

  static void read(ResultSet row, TableDraft table) throws SQLException {
    table.part(
        TablePart.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
        row.getString("name"),
        row.getString("definition"));
  }

  private static final String PARTS =
      """
      WITH wanted AS MATERIALIZED (SELECT unnest(%s) AS oid)
      SELECT t.tgrelid AS relation, 'trigger' AS kind, t.tgname AS name,
             pg_get_triggerdef(t.oid) AS definition
        FROM wanted JOIN pg_trigger t ON t.tgrelid = wanted.oid WHERE NOT t.tgisinternal
      UNION ALL
      SELECT t.tgrelid, 'setting', t.tgname,
             format('ALTER TABLE %%s %%s TRIGGER %%I', t.tgrelid::regclass,
                    CASE t.tgenabled WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA'
                                     ELSE 'ENABLE ALWAYS' END, t.tgname)
        FROM wanted JOIN pg_trigger t ON t.tgrelid = wanted.oid
       WHERE NOT t.tgisinternal AND t.tgenabled <> 'O'
      UNION ALL
      SELECT r.ev_class, 'rule', r.rulename, pg_get_ruledef(r.oid)
        FROM wanted JOIN pg_rewrite r ON r.ev_class = wanted.oid
      UNION ALL
      SELECT s.stxrelid, 'statistics', s.stxname, pg_get_statisticsobjdef(s.oid)
        FROM wanted JOIN pg_statistic_ext s ON s.stxrelid = wanted.oid
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
                    ' WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')')
        FROM wanted JOIN pg_policy p ON p.polrelid = wanted.oid
      UNION ALL
      SELECT k.conrelid, 'comment', k.conname,
             format('COMMENT ON CONSTRAINT %%I ON %%s IS %%L', k.conname, k.conrelid::regclass,
                    d.description)
        FROM wanted JOIN pg_constraint k ON k.conrelid = wanted.oid
        JOIN pg_description d ON d.objoid = k.oid AND d.classoid = 'pg_constraint'::regclass
       WHERE k.contype <> 'n'
      UNION ALL
      SELECT i.indrelid, 'comment', c.relname,
             format('COMMENT ON INDEX %%s IS %%L', c.oid::regclass, d.description)
        FROM wanted JOIN pg_index i ON i.indrelid = wanted.oid
        JOIN pg_class c ON c.oid = i.indexrelid
        JOIN pg_description d ON d.objoid = c.oid AND d.classoid = 'pg_class'::regclass
                             AND d.objsubid = 0
      UNION ALL
      SELECT t.tgrelid, 'comment', t.tgname,
             format('COMMENT ON TRIGGER %%I ON %%s IS %%L', t.tgname, t.tgrelid::regclass,
                    d.description)
        FROM wanted JOIN pg_trigger t ON t.tgrelid = wanted.oid
        JOIN pg_description d ON d.objoid = t.oid AND d.classoid = 'pg_trigger'::regclass
      """;
}
