package io.schemawright.policy.rehearsal;

import io.schemawright.catalog.Column;
import io.schemawright.catalog.ColumnType;
import io.schemawright.catalog.Ddl;
import io.schemawright.catalog.Identifiers;
import io.schemawright.catalog.TableSchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A few rows for tables that are to be changed, so that what a statement does to rows shows. A
 * table whose constraints refuse invented rows stays empty.
 */
final class SampleRows {
  private static final int ROWS = 3;

  /** An expression over the row's number {@code i} for each family of types. */
  private static final Map<String, String> VALUES =
      Map.ofEntries(
          Map.entry("smallint", "i"),
          Map.entry("integer", "i"),
          Map.entry("bigint", "i"),
          Map.entry("numeric", "i"),
          Map.entry("real", "i"),
          Map.entry("double precision", "i"),
          Map.entry("text", "'a' || i"),
          Map.entry("varchar", "i::text"),
          Map.entry("char", "i::text"),
          Map.entry("boolean", "i % 2 = 0"),
          Map.entry("uuid", "pg_catalog.md5(i::text)::uuid"),
          Map.entry("date", "date '2000-01-01' + i"),
          Map.entry("timestamp", "timestamp '2000-01-01' + i * interval '1 day'"),
          Map.entry("timestamptz", "timestamptz '2000-01-01' + i * interval '1 day'"),
          Map.entry("time", "time '00:00' + i * interval '1 minute'"),
          Map.entry("interval", "i * interval '1 day'"),
          Map.entry("json", "'{}'"),
          Map.entry("jsonb", "'{}'"),
          Map.entry("bytea", "'\\x00'"),
          Map.entry("inet", "'127.0.0.1'"));

  private SampleRows() {}

  /** Inserts rows in the connection's transaction; those it cannot insert it leaves out. */
  static void insert(Connection connection, Collection<TableSchema> tables) throws SQLException {
    for (TableSchema table : tables) {
      Savepoint before = connection.setSavepoint();
      try {
        Trial.execute(connection, statement(table));
        connection.releaseSavepoint(before);
      } catch (SQLException e) {
        if (ScratchDatabase.isGone(connection, e)) {
          throw e;
        }
        connection.rollback(before);
      }
    }
  }

  private static String statement(TableSchema table) {
    String name = Identifiers.quote(table.schema(), table.name());
    List<Column> given = table.columns().stream().filter(SampleRows::isGiven).toList();
    if (given.isEmpty()) {
      return "INSERT INTO " + name + " DEFAULT VALUES";
    }
    return "INSERT INTO %s (%s) SELECT %s FROM pg_catalog.generate_series(1, %d) AS i"
        .formatted(
            name,
            given.stream().map(c -> Identifiers.quote(c.name())).collect(Collectors.joining(", ")),
            given.stream().map(SampleRows::value).collect(Collectors.joining(", ")),
            ROWS);
  }

  private static boolean isGiven(Column column) {
    return column.generated() == null
        && column.identity() == null
        && column.sequence() == null
        && column.defaultValue() == null;
  }

  private static String value(Column column) {
    Optional<ColumnType> type = ColumnType.find(column.type());
    String cast = "::" + Ddl.type(column.type());
    if (type.filter(ColumnType::array).isPresent() || column.type().endsWith("[]")) {
      return "'{}'" + cast;
    }
    if (type.isEmpty()) {
      return column.nullable()
          ? "NULL"
          : "(pg_catalog.enum_range(NULL%s))[1]".formatted(cast); // An enum, or else refused.
    }
    String value = VALUES.get(type.get().family());
    return value == null ? "NULL" : "(" + value + ")" + cast;
  }
}
