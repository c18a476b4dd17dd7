package io.schemawright.catalog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads the objects that the model knows only as the statements that make them, and what they and
 * domains rest on.
 */
final class OpaqueReader {

  /** A catalog and a row of it: numbers are unique only within one catalog. */
  private record Key(long catalog, long oid) {
    static Key of(ResultSet row) throws SQLException {
      return new Key(row.getLong("class"), row.getLong("oid"));
    }
  }

  private final CatalogScope scope;
  private final Map<Key, ObjectRef> refs = new HashMap<>();
  private final Map<ObjectRef, String> texts = new TreeMap<>();
  private final Map<ObjectRef, List<String>> then = new HashMap<>();
  private final Map<ObjectRef, List<Dependency>> dependencies = new HashMap<>();

  OpaqueReader(CatalogScope scope) {
    this.scope = scope;
  }

  List<CatalogQuery> queries() {
    String objects = OBJECTS.formatted(scope.condition("o.name"));
    return List.of(
        CatalogQuery.ofScope(DEFINITIONS.formatted(objects), this::definition),
        CatalogQuery.ofScope(THEN.formatted(objects), this::statement),
        CatalogQuery.ofScope(DependencyReader.of(objects), this::dependency));
  }

  Map<ObjectRef, Definition> definitions() {
    Map<ObjectRef, Definition> definitions = new TreeMap<>();
    texts.forEach(
        (ref, text) ->
            definitions.put(
                ref,
                new OpaqueDefinition(
                    text,
                    then.getOrDefault(ref, List.of()),
                    dependencies.getOrDefault(ref, List.of()))));
    return definitions;
  }

  Map<ObjectRef, List<Dependency>> dependencies() {
    return dependencies;
  }

  private void definition(ResultSet row) throws SQLException {
    ObjectRef ref =
        new ObjectRef(
            ObjectKind.parse(row.getString("kind")),
            row.getString("nspname"),
            row.getString("name"));
    if (scope.wants(ref)) {
      refs.put(Key.of(row), ref);
      String text = row.getString("definition");
      if (text != null) {
        texts.put(ref, text);
      }
    }
  }

  private void statement(ResultSet row) throws SQLException {
    add(then, row, row.getString("statement"));
  }

  private void dependency(ResultSet row) throws SQLException {
    add(dependencies, row, DependencyReader.dependency(row));
  }

  private <T> void add(Map<ObjectRef, List<T>> lists, ResultSet row, T part) throws SQLException {
    ObjectRef ref = refs.get(Key.of(row));
    if (ref != null) {
      lists.computeIfAbsent(ref, key -> new ArrayList<>()).add(part);
    }
  }

  private static final String OBJECTS =
      """
      SELECT o.class, o.oid, o.kind, n.nspname, o.name
        FROM (
          SELECT 'pg_class'::regclass AS class, c.oid, c.relnamespace AS schema,
                 c.relname::text AS name,
                 CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized-view'
                                WHEN 'f' THEN 'foreign-table' ELSE 'composite-type' END AS kind
            FROM pg_class c WHERE c.relkind IN ('v', 'm', 'f', 'c')
          UNION ALL
          SELECT 'pg_type'::regclass, t.oid, t.typnamespace, t.typname, 'domain'
            FROM pg_type t WHERE t.typtype = 'd'
          UNION ALL
          SELECT 'pg_proc'::regclass, p.oid, p.pronamespace,
                 p.proname || '(' || oidvectortypes(p.proargtypes) || ')', 'function'
            FROM pg_proc p WHERE p.pronamespace <> 'pg_catalog'::regnamespace
        ) AS o
        JOIN pg_namespace n ON n.oid = o.schema
       WHERE %s AND
      """
          + CatalogFragments.ofNoExtension("o.class", "o.oid");

  private static final String DEFINITIONS =
      """
      WITH objects AS MATERIALIZED (%s)
      SELECT o.class::oid AS class, o.oid, o.kind, o.nspname, o.name,
             CASE o.kind
               WHEN 'view' THEN 'CREATE VIEW ' || o.oid::regclass || options.list || ' AS'
                 || rtrim(pg_get_viewdef(o.oid), ';')
               WHEN 'materialized-view' THEN 'CREATE MATERIALIZED VIEW ' || o.oid::regclass
                 || options.list || ' AS' || rtrim(pg_get_viewdef(o.oid), ';')
               WHEN 'composite-type' THEN format('CREATE TYPE %%s AS (%%s)', o.oid::regclass, a.list)
               WHEN 'foreign-table' THEN (
                 SELECT format('CREATE FOREIGN TABLE %%s (%%s%%s) SERVER %%I%%s', o.oid::regclass,
                               a.list,
                               (SELECT string_agg(format(', CONSTRAINT %%I %%s', k.conname,
                                                         pg_get_constraintdef(k.oid)), ''
                                                  ORDER BY k.conname)
                                  FROM pg_constraint k
                                 WHERE k.conrelid = o.oid AND k.contype = 'c'),
                               srv.srvname,
                               (SELECT ' OPTIONS (' || string_agg(
                                         format('%%I %%L', option_name, option_value), ', ') || ')'
                                  FROM pg_options_to_table(f.ftoptions)))
                   FROM pg_foreign_table f JOIN pg_foreign_server srv ON srv.oid = f.ftserver
                  WHERE f.ftrelid = o.oid)
               WHEN 'function' THEN (
                 SELECT CASE WHEN p.prokind <> 'a' THEN pg_get_functiondef(p.oid)
                             ELSE (
                   SELECT CASE WHEN agg.aggkind = 'n' AND agg.aggtransspace = 0
                                    AND agg.aggserialfn = 0 AND agg.aggmtransfn = 0
                                    AND agg.aggsortop = 0 AND NOT agg.aggfinalextra
                                    AND agg.aggfinalmodify = 'r'
                               THEN format('CREATE AGGREGATE %%I.%%I(%%s) (SFUNC = %%s, STYPE = %%s%%s)',
                                 o.nspname, p.proname,
                                 coalesce(nullif(pg_get_function_arguments(p.oid), ''), '*'),
                                 agg.aggtransfn, format_type(agg.aggtranstype, NULL), concat(
                                   ', FINALFUNC = ' || nullif(agg.aggfinalfn::text, '-'),
                                   ', COMBINEFUNC = ' || nullif(agg.aggcombinefn::text, '-'),
                                   ', INITCOND = ' || quote_literal(agg.agginitval),
                                   CASE p.proparallel WHEN 's' THEN ', PARALLEL = SAFE'
                                     WHEN 'r' THEN ', PARALLEL = RESTRICTED' END))
                               ELSE 'an aggregate of the kind ' || to_json(agg)::text END
                     FROM pg_aggregate agg WHERE agg.aggfnoid = p.oid) END
                   FROM pg_proc p WHERE p.oid = o.oid)
             END AS definition
        FROM objects o
        LEFT JOIN LATERAL (
          SELECT coalesce(' WITH (' || array_to_string(c.reloptions, ', ') || ')', '') AS list
            FROM pg_class c WHERE o.class = 'pg_class'::regclass AND c.oid = o.oid
        ) AS options ON true
        LEFT JOIN LATERAL (
          SELECT string_agg(
                   concat(quote_ident(x.attname), ' ', format_type(x.atttypid, x.atttypmod),
                          (SELECT ' OPTIONS (' || string_agg(
                                    format('%%I %%L', option_name, option_value), ', ') || ')'
                             FROM pg_options_to_table(x.attfdwoptions)),
                          CASE WHEN x.attcollation <> t.typcollation
                               THEN ' COLLATE ' || x.attcollation::regcollation END,
                          CASE WHEN x.attnotnull THEN ' NOT NULL' END,
                          CASE WHEN x.attgenerated = 's'
                               THEN format(' GENERATED ALWAYS AS (%%s) STORED', def.value)
                               ELSE ' DEFAULT ' || def.value END),
                   ', ' ORDER BY x.attnum) AS list
            FROM pg_attribute x
            JOIN pg_type t ON t.oid = x.atttypid
            LEFT JOIN LATERAL (
              SELECT pg_get_expr(d.adbin, d.adrelid) AS value FROM pg_attrdef d
               WHERE d.adrelid = x.attrelid AND d.adnum = x.attnum) AS def ON true
           WHERE o.kind IN ('composite-type', 'foreign-table')
             AND x.attrelid = o.oid AND x.attnum > 0 AND NOT x.attisdropped) AS a ON true
      """;

  private static final String THEN =
      """
      WITH objects AS MATERIALIZED (%s),
      relations AS (SELECT * FROM objects WHERE class = 'pg_class'::regclass)
      SELECT o.class::oid AS class, o.oid, pg_get_indexdef(i.indexrelid) AS statement
        FROM relations o JOIN pg_index i ON i.indrelid = o.oid
      UNION ALL
      SELECT o.class::oid, o.oid, pg_get_triggerdef(t.oid)
        FROM relations o JOIN pg_trigger t ON t.tgrelid = o.oid WHERE NOT t.tgisinternal
      UNION ALL
      SELECT o.class::oid, o.oid, rtrim(pg_get_ruledef(r.oid), ';')
        FROM relations o JOIN pg_rewrite r ON r.ev_class = o.oid
       WHERE r.rulename <> '_RETURN'
      UNION ALL
      SELECT o.class::oid, o.oid,
             format('ALTER VIEW %%s ALTER COLUMN %%I SET DEFAULT %%s', o.oid::regclass, a.attname,
                    pg_get_expr(d.adbin, d.adrelid))
        FROM relations o
        JOIN pg_attrdef d ON d.adrelid = o.oid
        JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
       WHERE o.kind = 'view'
      UNION ALL
      SELECT o.class::oid, o.oid,
             format('COMMENT ON %%s %%s IS %%L',
                    CASE o.kind WHEN 'composite-type' THEN 'TYPE' WHEN 'function' THEN 'ROUTINE'
                                ELSE upper(replace(o.kind, '-', ' ')) END,
                    CASE WHEN o.kind = 'function' THEN o.oid::regprocedure::text
                         ELSE o.oid::regclass::text END, d.description)
        FROM objects o
        LEFT JOIN pg_type t ON o.kind = 'composite-type' AND t.typrelid = o.oid
        JOIN pg_description d ON d.objoid = coalesce(t.oid, o.oid) AND d.objsubid = 0
                             AND d.classoid = CASE WHEN t.oid IS NULL THEN o.class
                                                   ELSE 'pg_type'::regclass END
       WHERE o.kind <> 'domain'
      UNION ALL
      SELECT o.class::oid, o.oid,
             format('COMMENT ON COLUMN %%s.%%I IS %%L', o.oid::regclass, a.attname, d.description)
        FROM relations o
        JOIN pg_description d ON d.objoid = o.oid AND d.classoid = o.class AND d.objsubid > 0
        JOIN pg_attribute a ON a.attrelid = o.oid AND a.attnum = d.objsubid
      """;
}
