package io.schemawright.catalog;

import io.schemawright.embedded.Infrastructure;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A real PostgreSQL that the tests of this package share, each with databases of its own. */
final class TestPostgres {

  private static final AtomicInteger DATABASES = new AtomicInteger();

  private TestPostgres() {}

  /** Connects to a new, empty database as the superuser. */
  static Connection freshDatabase() throws SQLException {
    String name = "catalog_" + DATABASES.incrementAndGet();
    Infrastructure.postgres().execute("CREATE DATABASE " + name + " TEMPLATE template0");
    return Infrastructure.postgres().connect(name);
  }

  static void execute(Connection connection, Iterable<String> statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.setEscapeProcessing(false);
        statement.execute(sql);
      }
    }
  }

  static void execute(Connection connection, String... statements) throws SQLException {
    execute(connection, List.of(statements));
  }
}
