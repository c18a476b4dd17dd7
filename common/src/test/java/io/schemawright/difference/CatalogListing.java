package io.schemawright.difference;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What a database holds, in PostgreSQL's own words: a judge that knows nothing of our model. One
 * line for each fact, sorted; the order of columns is no fact here.
 */
final class CatalogListing {
  private static final Pattern QUERIES = Pattern.compile(";;");

  private CatalogListing() {}

  static SortedSet<String> of(Connection connection) throws SQLException {
    int version = connection.getMetaData().getDatabaseMajorVersion();
    SortedSet<String> lines = new TreeSet<>();
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET search_path = ''");
      for (String query : QUERIES.splitAsStream(SQL).toList()) {
        String sql = query.strip();
        if (sql.startsWith("--15") && version < 15) {
          continue;
        }
        try (ResultSet rows = statement.executeQuery(sql)) {
          while (rows.next()) {
            lines.add(rows.getString(1));
          }
        }
      }
      statement.execute("RESET search_path");
    }
    return lines;
  }

  private static final String SQL =
      """
      SELECT concat_ws(' ', 'relation', c.oid::regclass, c.relkind, c.relpersistence, c.relreplident,
                       'rls', c.relrowsecurity, c.relforcerowsecurity, c.reloptions::text,
                       'toast', (SELECT t.reloptions::text FROM pg_class t WHERE t.oid = c.reltoastrelid),
                       'comment', obj_description(c.oid, 'pg_class'),
                       CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END,
                       CASE WHEN c.relispartition THEN pg_get_expr(c.relpartbound, c.oid) END,
                       (SELECT string_agg(i.inhparent::regclass::text, ',') FROM pg_inherits i
                         WHERE i.inhrelid = c.oid))
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname !~ '^(pg_|information_schema)' AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f', 'c')
      ;;
      SELECT concat_ws(' ', 'column', c.oid::regclass, quote_ident(a.attname),
                       format_type(a.atttypid, a.atttypmod), 'not null', a.attnotnull,
                       'default', pg_get_expr(d.adbin, d.adrelid), 'identity', a.attidentity,
                       'generated', a.attgenerated, 'target', nullif(coalesce(a.attstattarget, -1), -1),
                       'storage', a.attstorage, 'compression', a.attcompression, a.attoptions::text,
                       'collation', (SELECT collname FROM pg_collation WHERE oid = a.attcollation),
                       'local', a.attislocal, a.attinhcount,
                       'comment', col_description(c.oid, a.attnum))
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
       WHERE n.nspname !~ '^(pg_|information_schema)' AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'c')
      ;;
      SELECT concat_ws(' ', 'constraint', coalesce(nullif(k.conrelid, 0)::regclass::text,
                                                   k.contypid::regtype::text),
                       quote_ident(k.conname), pg_get_constraintdef(k.oid), k.contype, k.condeferrable,
                       k.condeferred, k.convalidated, k.connoinherit, k.conislocal, k.coninhcount,
                       'comment', obj_description(k.oid, 'pg_constraint'))
        FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace
       WHERE n.nspname !~ '^(pg_|information_schema)' AND k.contype NOT IN ('n', 't')
      ;;
      SELECT concat_ws(' ', 'index', i.indrelid::regclass, pg_get_indexdef(i.indexrelid), i.indisvalid,
                       i.indisunique, i.indisprimary, i.indisreplident, i.indisclustered,
                       x.reloptions::text, 'comment', obj_description(x.oid, 'pg_class'),
                       (SELECT string_agg(a.attnum || ':' || a.attstattarget, ',')
                          FROM pg_attribute a WHERE a.attrelid = x.oid AND a.attstattarget >= 0))
        FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid
        JOIN pg_namespace n ON n.oid = x.relnamespace
       WHERE n.nspname !~ '^(pg_|information_schema)'
      ;;
      SELECT concat_ws(' ', 'sequence', s.seqrelid::regclass, format_type(s.seqtypid, NULL), s.seqstart,
                       s.seqincrement, s.seqmin, s.seqmax, s.seqcache, s.seqcycle,
                       (SELECT d.deptype::text || ' ' || d.refobjid::regclass || '.' || quote_ident(a.attname)
                          FROM pg_depend d JOIN pg_attribute a ON a.attrelid = d.refobjid
                                                              AND a.attnum = d.refobjsubid
                         WHERE d.classid = 'pg_class'::regclass AND d.objid = s.seqrelid
                           AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')))
        FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname !~ '^(pg_|information_schema)'
      ;;
      SELECT concat_ws(' ', 'type', t.oid::regtype, t.typtype, t.typnotnull, t.typdefault,
                       CASE WHEN t.typbasetype <> 0 THEN format_type(t.typbasetype, t.typtypmod) END,
                       (SELECT collname FROM pg_collation WHERE oid = t.typcollation),
                       (SELECT string_agg(quote_literal(e.enumlabel), ',' ORDER BY e.enumsortorder)
                          FROM pg_enum e WHERE e.enumtypid = t.oid),
                       'comment', obj_description(t.oid, 'pg_type'))
        FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
       WHERE n.nspname !~ '^(pg_|information_schema)' AND t.typtype IN ('e', 'd')
      ;;
      SELECT concat_ws(' ', 'view', c.oid::regclass, pg_get_viewdef(c.oid))
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname !~ '^(pg_|information_schema)' AND c.relkind IN ('v', 'm')
      ;;
      SELECT concat_ws(' ', 'trigger', t.tgrelid::regclass, pg_get_triggerdef(t.oid), t.tgenabled,
                       'comment', obj_description(t.oid, 'pg_trigger'))
        FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname !~ '^(pg_|information_schema)' AND NOT t.tgisinternal
      ;;
      SELECT concat_ws(' ', 'policy', p.polrelid::regclass, quote_ident(p.polname), p.polcmd,
                       p.polpermissive, p.polroles::text, pg_get_expr(p.polqual, p.polrelid),
                       'check', pg_get_expr(p.polwithcheck, p.polrelid))
        FROM pg_policy p
      ;;
      SELECT concat_ws(' ', 'rule', r.ev_class::regclass, pg_get_ruledef(r.oid))
        FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class
        JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname !~ '^(pg_|information_schema)' AND c.relkind NOT IN ('v', 'm')
      ;;
      SELECT concat_ws(' ', 'statistics', pg_get_statisticsobjdef(s.oid), s.stxstattarget)
        FROM pg_statistic_ext s
      ;;
      SELECT concat_ws(' ', 'function', pg_get_functiondef(p.oid))
        FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
       WHERE n.nspname !~ '^(pg_|information_schema)' AND p.prokind IN ('f', 'p')
         AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
      ;;
      SELECT concat_ws(' ', 'published', p.pubname, r.prrelid::regclass)
        FROM pg_publication_rel r JOIN pg_publication p ON p.oid = r.prpubid
      ;;
      --15
      SELECT concat_ws(' ', 'distinct', i.indexrelid::regclass, i.indnullsnotdistinct)
        FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid
        JOIN pg_namespace n ON n.oid = x.relnamespace
       WHERE n.nspname !~ '^(pg_|information_schema)'
      """;
}
