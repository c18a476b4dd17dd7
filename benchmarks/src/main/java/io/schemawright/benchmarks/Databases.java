package io.schemawright.benchmarks;

import io.schemawright.embedded.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** The databases that are measured. */
final class Databases {
  private static final int TABLES_IN_A_TRANSACTION = 500;

  private Databases() {}

  static String name(int tables) {
    return "tables_" + tables;
  }

  static String table(int number) {
    return "table_" + number;
  }

  /** Makes a database of so many tables, each with 8 columns and 2 indexes. */
  static void create(PostgresServer server, int tables) throws SQLException {
    server.execute("CREATE DATABASE " + name(tables));
    try (Connection connection = server.connect(name(tables));
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      for (int i = 0; i < tables; i++) {
        String table = table(i);
        statement.addBatch(
            """
            CREATE TABLE %s (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
              customer bigint NOT NULL, state varchar(20) NOT NULL DEFAULT 'new',
              amount numeric(12,2) CHECK (amount >= 0), note text, tags text[],
              created_at timestamptz NOT NULL DEFAULT now(), data jsonb)"""
                .formatted(table));
        statement.addBatch("CREATE INDEX %s_customer ON %s (customer)".formatted(table, table));
        if (i % TABLES_IN_A_TRANSACTION == 0 || i == tables - 1) {
          statement.executeBatch();
          connection.commit();
        }
      }
      connection.setAutoCommit(true);
      statement.execute("VACUUM ANALYZE");
    }
  }
}
