package io.schemawright.policy.rehearsal;

import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.Renames;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/**
 * How tables, their columns, constraints and indexes are named at a moment, by what stays when they
 * are renamed: object ids, and numbers of columns. Immutable.
 */
final class Names {
  private static final String QUERY =
      """
      WITH tables AS (
        SELECT c.oid, n.nspname, c.relname
          FROM pg_catalog.pg_class c
          JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
         WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^(pg_|information_schema$|schemawright)'
      )
      SELECT 'TABLE', t.oid::text, t.oid, t.nspname, t.relname FROM tables t
      UNION ALL
      SELECT 'COLUMN', a.attnum::text, t.oid, '', a.attname
        FROM tables t JOIN pg_catalog.pg_attribute a ON a.attrelid = t.oid
       WHERE a.attnum > 0 AND NOT a.attisdropped
      UNION ALL
      SELECT 'CONSTRAINT', k.oid::text, t.oid, '', k.conname
        FROM tables t JOIN pg_catalog.pg_constraint k ON k.conrelid = t.oid
      UNION ALL
      SELECT 'INDEX', i.indexrelid::text, t.oid, '', c.relname
        FROM tables t
        JOIN pg_catalog.pg_index i ON i.indrelid = t.oid
        JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
      """;

  private record Key(long table, Renames.Part.Kind kind, String number) {}

  private final Map<Long, ObjectRef> tables = new HashMap<>();
  private final Map<Key, String> parts = new HashMap<>();

  private Names() {}

  /** The names as the session sees them now. */
  static Names read(Connection connection) throws SQLException {
    Names names = new Names();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(QUERY)) {
      while (rows.next()) {
        long table = rows.getLong(3);
        if (rows.getString(1).equals("TABLE")) {
          names.tables.put(table, ObjectRef.table(rows.getString(4), rows.getString(5)));
        } else {
          names.parts.put(
              new Key(table, Renames.Part.Kind.valueOf(rows.getString(1)), rows.getString(2)),
              rows.getString(5));
        }
      }
    }
    return names;
  }

  /** What has had another name since then. */
  Renames until(Names later) {
    Map<ObjectRef, ObjectRef> objects = new HashMap<>();
    Map<Renames.Part, String> renamed = new HashMap<>();
    tables.forEach(
        (oid, ref) -> {
          ObjectRef now = later.tables.get(oid);
          if (now != null && !now.equals(ref)) {
            objects.put(ref, now);
          }
        });
    parts.forEach(
        (key, name) -> {
          String now = later.parts.get(key);
          ObjectRef table = tables.get(key.table());
          if (now != null && table != null && !now.equals(name)) {
            renamed.put(new Renames.Part(table, key.kind(), name), now);
          }
        });
    return new Renames(objects, renamed);
  }
}
