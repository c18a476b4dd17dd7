package io.schemawright.catalog;

import io.schemawright.embedded.Infrastructure;
import io.schemawright.embedded.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;

/** New databases on the shared PostgreSQL, and statements run there as they stand. */
final class TestPostgres {
  private TestPostgres() {}

  /** Connects to a new, empty database as the superuser. */
  static Connection freshDatabase() throws SQLException {
    PostgresServer server = Infrastructure.postgres();
    return server.connect(server.freshDatabase("catalog").name());
  }

  static void execute(Connection connection, Iterable<String> statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  static void execute(Connection connection, String... statements) throws SQLException {
    execute(connection, List.of(statements));
  }

  /** An object that is there. */
  static CatalogObject read(Connection connection, ObjectRef ref) throws SQLException {
    return Objects.requireNonNull(Introspection.read(connection, List.of(ref)).get(ref), ref::key);
  }
}
