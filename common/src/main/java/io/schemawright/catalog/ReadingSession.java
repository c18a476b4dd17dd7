package io.schemawright.catalog;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Makes PostgreSQL print names, types and constants the same way whatever the session's settings
 * are, for as long as something is read.
 */
final class ReadingSession {

  interface Reading<T> {
    T read() throws SQLException;
  }

  private static final String SETTINGS =
      """
      SELECT pg_catalog.set_config(name, value, true)
        FROM (VALUES ('search_path', 'pg_catalog'), ('TimeZone', 'UTC'), ('DateStyle', 'ISO, MDY'),
                     ('IntervalStyle', 'postgres'), ('extra_float_digits', '3'),
                     ('bytea_output', 'hex'), ('quote_all_identifiers', 'off'),
                     ('lc_monetary', 'C')) AS fixed(name, value)
      """;

  private ReadingSession() {}

  /** Reads, and then puts the transaction back to where it was. */
  static <T> T in(Connection connection, Reading<T> reading) throws SQLException {
    return connection.getAutoCommit()
        ? inOwnTransaction(connection, reading)
        : inGivenTransaction(connection, reading);
  }

  private static <T> T inOwnTransaction(Connection connection, Reading<T> reading)
      throws SQLException {
    connection.setAutoCommit(false);
    try {
      execute(connection, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY; " + SETTINGS);
      return reading.read();
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  /** Going back to a savepoint undoes the settings, and nothing else was done since it. */
  private static <T> T inGivenTransaction(Connection connection, Reading<T> reading)
      throws SQLException {
    execute(connection, "SAVEPOINT schemawright_reading; " + SETTINGS);
    try {
      return reading.read();
    } finally {
      execute(
          connection,
          "ROLLBACK TO SAVEPOINT schemawright_reading; RELEASE SAVEPOINT schemawright_reading");
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
