package io.schemawright.catalog;

import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Which objects are to be read: those named, or a portion of those of some schemas.
 *
 * @param after the oid of the last table that has been read; what is no table is in the first
 *     portion, where this is 0
 */
record CatalogScope(boolean named, List<ObjectRef> refs, List<String> schemas, long after) {

  /** Tables in a portion: what is put together of them at once. */
  static final int PORTION = 2_000;

  private static final Set<ObjectKind> MODELLED =
      Set.of(ObjectKind.TABLE, ObjectKind.ENUM, ObjectKind.SEQUENCE);

  /** An SQL array of the oids that {@link #findTables} has noted; read once, not for each row. */
  static final String TABLE_OIDS = "(SELECT current_setting('schemawright.tables')::oid[])::oid[]";

  CatalogScope {
    refs = List.copyOf(refs);
    schemas = List.copyOf(schemas);
  }

  static CatalogScope of(Collection<ObjectRef> refs) {
    return new CatalogScope(true, List.copyOf(Set.copyOf(refs)), List.of(), 0);
  }

  static CatalogScope schemas(Collection<String> schemas, long after) {
    return new CatalogScope(false, List.of(), List.copyOf(schemas), after);
  }

  boolean any(ObjectKind kind) {
    return named
        ? refs.stream().anyMatch(ref -> ref.kind() == kind)
        : after == 0 || kind == ObjectKind.TABLE;
  }

  /**
   * Whether there may be others than those; domains are among these because of what they rest on.
   */
  boolean others() {
    return named ? refs.stream().anyMatch(ref -> !MODELLED.contains(ref.kind())) : after == 0;
  }

  boolean tablesByName() {
    return named && refs.stream().allMatch(ref -> ref.kind() == ObjectKind.TABLE);
  }

  boolean wants(ObjectRef ref) {
    return !named || refs.contains(ref);
  }

  /** Notes for the questions that follow which tables are in scope. */
  String findTables() {
    // Names are cut when cast, so that one too long would find another's table: hence both ways.
    String from =
        named
            ? """
              FROM unnest(?::text[], ?::text[]) AS wanted(schema, name)
              JOIN pg_namespace n ON n.nspname = wanted.schema::name AND n.nspname::text = wanted.schema
              JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = wanted.name::name
                             AND c.relname::text = wanted.name
              """
            : "FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace ";
    return """
        SELECT set_config('schemawright.tables', ARRAY(
          SELECT c.oid %s
           WHERE c.relkind IN ('r', 'p') %s AND NOT EXISTS (
             SELECT FROM pg_depend ext
              WHERE ext.classid = 'pg_class'::regclass AND ext.objid = c.oid
                AND ext.deptype = 'e') %s)::text, true)"""
        .formatted(
            from,
            named ? "" : "AND c.oid > %d AND %s".formatted(after, inSchemas()),
            named ? "" : "ORDER BY c.oid LIMIT " + PORTION);
  }

  /** The condition on the schema {@code n} and this name. */
  String condition(String name) {
    return named
        ? "(n.nspname::text, %s::text) IN (SELECT * FROM unnest(?::text[], ?::text[]))"
            .formatted(name)
        : inSchemas();
  }

  private static String inSchemas() {
    return """
        (n.nspname = ANY (?::text[])
          OR (cardinality(?::text[]) = 0 AND n.nspname !~ '^(pg_|schemawright_trash_)'
              AND n.nspname NOT IN ('information_schema', 'schemawright')))""";
  }

  /** What a query takes that holds {@link #findTables} or {@link #condition} once. */
  Array[] parameters(Connection connection) throws SQLException {
    List<String> first = named ? refs.stream().map(ObjectRef::schema).toList() : schemas;
    List<String> second = named ? refs.stream().map(ObjectRef::name).toList() : schemas;
    return new Array[] {
      connection.createArrayOf("text", first.toArray()),
      connection.createArrayOf("text", second.toArray())
    };
  }
}
