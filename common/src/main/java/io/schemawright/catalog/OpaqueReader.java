package io.schemawright.catalog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

/** Reads the objects that the model knows only as the statement that makes them. */
final class OpaqueReader {
  private final CatalogScope scope;
  private final Map<ObjectRef, OpaqueDefinition> definitions = new TreeMap<>();

  OpaqueReader(CatalogScope scope) {
    this.scope = scope;
  }

  CatalogQuery query() {
    return new CatalogQuery(OBJECTS.formatted(scope.condition("o.name")), this::read);
  }

  Map<ObjectRef, OpaqueDefinition> definitions() {
    return definitions;
  }

  private void read(ResultSet row) throws SQLException {
    ObjectRef ref =
        new ObjectRef(
            ObjectKind.parse(row.getString("kind")),
            row.getString("nspname"),
            row.getString("name"));
    if (scope.wants(ref)) {
      definitions.put(ref, new OpaqueDefinition(row.getString("definition")));
    }
  }

  private static final String OBJECTS =
      """
      SELECT o.kind, n.nspname, o.name,
             CASE o.kind
               WHEN 'view' THEN 'CREATE VIEW ' || o.oid::regclass || coalesce(
                 ' WITH (' || array_to_string(c.reloptions, ', ') || ')', '')
                 || ' AS' || pg_get_viewdef(o.oid)
               WHEN 'materialized-view' THEN 'CREATE MATERIALIZED VIEW ' || o.oid::regclass || ' AS'
                 || pg_get_viewdef(o.oid)
                 || coalesce((SELECT string_agg(E';\\n' || pg_get_indexdef(x.indexrelid), ''
                                                ORDER BY x.indexrelid::regclass::text)
                                FROM pg_index x WHERE x.indrelid = o.oid), '')
               WHEN 'sequence' THEN (
                 SELECT format('CREATE SEQUENCE %%s AS %%s INCREMENT BY %%s MINVALUE %%s MAXVALUE %%s '
                               'START WITH %%s CACHE %%s%%s%%s', o.oid::regclass,
                               format_type(s.seqtypid, NULL), s.seqincrement, s.seqmin, s.seqmax,
                               s.seqstart, s.seqcache, CASE WHEN s.seqcycle THEN ' CYCLE' END,
                               ' OWNED BY ' || (
                                 SELECT d.refobjid::regclass || '.' || quote_ident(x.attname)
                                   FROM pg_depend d
                                   JOIN pg_attribute x ON x.attrelid = d.refobjid
                                                      AND x.attnum = d.refobjsubid
                                  WHERE d.classid = 'pg_class'::regclass AND d.objid = o.oid
                                    AND d.refclassid = 'pg_class'::regclass
                                    AND d.refobjsubid > 0 AND d.deptype = 'a'))
                   FROM pg_sequence s WHERE s.seqrelid = o.oid)
               WHEN 'composite-type' THEN format('CREATE TYPE %%s AS (%%s)', o.oid::regclass, a.list)
               WHEN 'foreign-table' THEN (
                 SELECT format('CREATE FOREIGN TABLE %%s (%%s) SERVER %%I%%s', o.oid::regclass, a.list,
                               srv.srvname,
                               ' OPTIONS (' || array_to_string(f.ftoptions, ', ') || ')')
                   FROM pg_foreign_table f JOIN pg_foreign_server srv ON srv.oid = f.ftserver
                  WHERE f.ftrelid = o.oid)
               WHEN 'enum' THEN (
                 SELECT format('CREATE TYPE %%s AS ENUM (%%s)', o.oid::regtype, coalesce(
                               string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder),
                               ''))
                   FROM pg_enum e WHERE e.enumtypid = o.oid)
               WHEN 'domain' THEN (
                 SELECT format('CREATE DOMAIN %%s AS %%s%%s%%s%%s%%s', o.oid::regtype,
                               format_type(t.typbasetype, t.typtypmod),
                               CASE WHEN t.typcollation <> base.typcollation
                                    THEN ' COLLATE ' || quote_ident(co.collname) END,
                               ' DEFAULT ' || t.typdefault,
                               CASE WHEN t.typnotnull THEN ' NOT NULL' END,
                               (SELECT string_agg(format(' CONSTRAINT %%I %%s', k.conname,
                                                         pg_get_constraintdef(k.oid)), ''
                                                  ORDER BY k.conname)
                                  FROM pg_constraint k
                                 WHERE k.contypid = o.oid AND k.contype = 'c'))
                   FROM pg_type t
                   JOIN pg_type base ON base.oid = t.typbasetype
                   LEFT JOIN pg_collation co ON co.oid = t.typcollation
                  WHERE t.oid = o.oid)
               WHEN 'function' THEN (
                 SELECT CASE WHEN p.prokind = 'a'
                             THEN format('CREATE AGGREGATE %%s', o.oid::regprocedure)
                             ELSE pg_get_functiondef(p.oid) END
                   FROM pg_proc p WHERE p.oid = o.oid)
             END AS definition
        FROM (
          SELECT 'pg_class'::regclass AS class, c.oid, c.relnamespace AS schema, c.relname AS name,
                 CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized-view'
                                WHEN 'S' THEN 'sequence' WHEN 'f' THEN 'foreign-table'
                                ELSE 'composite-type' END AS kind
            FROM pg_class c
           WHERE c.relkind IN ('v', 'm', 'S', 'f', 'c')
             AND NOT (c.relkind = 'S' AND EXISTS (
               SELECT FROM pg_depend d
                 LEFT JOIN pg_attrdef def ON def.adrelid = d.refobjid
                                         AND def.adnum = d.refobjsubid
                WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
                  AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0
                  AND (d.deptype = 'i'
                       OR d.deptype = 'a' AND pg_get_expr(def.adbin, def.adrelid)
                          = 'nextval(' || quote_literal(c.oid::regclass::text) || '::regclass)')))
          UNION ALL
          SELECT 'pg_type'::regclass, t.oid, t.typnamespace, t.typname,
                 CASE t.typtype WHEN 'e' THEN 'enum' ELSE 'domain' END
            FROM pg_type t WHERE t.typtype IN ('e', 'd')
          UNION ALL
          SELECT 'pg_proc'::regclass, p.oid, p.pronamespace,
                 p.proname || '(' || oidvectortypes(p.proargtypes) || ')', 'function'
            FROM pg_proc p
        ) AS o
        JOIN pg_namespace n ON n.oid = o.schema
        LEFT JOIN pg_class c ON o.class = 'pg_class'::regclass AND c.oid = o.oid
        LEFT JOIN LATERAL (
          SELECT string_agg(format('%%I %%s', x.attname, format_type(x.atttypid, x.atttypmod)), ', '
                            ORDER BY x.attnum) AS list
            FROM pg_attribute x
           WHERE o.kind IN ('composite-type', 'foreign-table')
             AND x.attrelid = o.oid AND x.attnum > 0 AND NOT x.attisdropped) AS a ON true
       WHERE %s
         AND NOT EXISTS (
           SELECT FROM pg_depend d
            WHERE d.classid = o.class AND d.objid = o.oid AND d.deptype = 'e')
      """;
}
