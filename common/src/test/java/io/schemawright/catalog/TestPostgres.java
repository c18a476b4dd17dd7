package io.schemawright.catalog;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A real PostgreSQL that the tests of this package share, each with databases of its own. */
final class TestPostgres {

  private static final AtomicInteger DATABASES = new AtomicInteger();

  private static final class Server {
    static final EmbeddedPostgres POSTGRES = start();
  }

  private TestPostgres() {}

  /** Connects to a new, empty database as the superuser. */
  static Connection freshDatabase() throws SQLException {
    String name = "catalog_" + DATABASES.incrementAndGet();
    try (Connection connection = connect("postgres")) {
      execute(connection, "CREATE DATABASE " + name + " TEMPLATE template0");
    }
    return connect(name);
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

  private static Connection connect(String database) throws SQLException {
    return Server.POSTGRES.getDatabase("postgres", database).getConnection();
  }

  private static EmbeddedPostgres start() {
    try {
      return EmbeddedPostgres.builder()
          .setServerConfig("fsync", "off")
          .setServerConfig("full_page_writes", "off")
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
