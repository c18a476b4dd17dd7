package io.schemawright.catalog;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Asks several questions in one round trip, with PostgreSQL printing names, types and constants the
 * same way whatever the session's settings are.
 *
 * <p>The settings are undone by going back to a savepoint within the same round trip. So PostgreSQL
 * 18 does not report a change of the search path, upon which the driver would forget its prepared
 * statements: planning these questions costs more than answering them.
 */
final class ReadingSession {

  private static final String SNAPSHOT =
      "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY";

  private static final String BEFORE =
      """
      SAVEPOINT schemawright_reading;
      SELECT pg_catalog.set_config(name, value, true)
        FROM (VALUES ('search_path', 'pg_catalog, pg_temp'), ('TimeZone', 'UTC'), ('DateStyle', 'ISO, MDY'),
                     ('IntervalStyle', 'postgres'), ('extra_float_digits', '3'),
                     ('bytea_output', 'hex'), ('quote_all_identifiers', 'off'),
                     ('lc_monetary', 'C'), ('plan_cache_mode', 'force_generic_plan'),
                     ('jit', 'off')%s) AS fixed(name, value);
      """;

  /**
   * Tables that are named are few. A plan is kept, and one that was made while the catalog was
   * small would read all of it for each of them when it has grown.
   */
  private static final String BY_INDEX =
      ", ('enable_seqscan', 'off'), ('enable_hashjoin', 'off'), ('enable_mergejoin', 'off')";

  private static final String AFTER =
      """
      ;
      ROLLBACK TO SAVEPOINT schemawright_reading;
      RELEASE SAVEPOINT schemawright_reading
      """;

  private ReadingSession() {}

  /** Questions that belong together. */
  interface Questions {
    void ask() throws SQLException;
  }

  /** Asks in the transaction in progress, or in one of their own that sees a single snapshot. */
  static void inSnapshot(Connection connection, Questions questions) throws SQLException {
    if (!connection.getAutoCommit()) {
      questions.ask();
      return;
    }
    connection.setAutoCommit(false);
    try {
      try (Statement statement = connection.createStatement()) {
        statement.execute(SNAPSHOT);
      }
      questions.ask();
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  /** Asks in the transaction in progress, or in one of its own that sees a single snapshot. */
  static void ask(Connection connection, CatalogScope scope, List<CatalogQuery> queries)
      throws SQLException {
    inSnapshot(connection, () -> run(connection, scope, queries));
  }

  private static void run(Connection connection, CatalogScope scope, List<CatalogQuery> queries)
      throws SQLException {
    String sql =
        queries.stream()
            .map(CatalogQuery::sql)
            .collect(Collectors.joining(";\n", before(scope), AFTER));
    List<CatalogQuery.RowSink> sinks = new ArrayList<>();
    sinks.add(setting -> {});
    queries.forEach(query -> sinks.add(query.sink()));
    Array[] parameters = scope.parameters(connection);
    long scoped = queries.stream().filter(CatalogQuery::scoped).count();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < scoped * parameters.length; i++) {
        statement.setArray(i + 1, parameters[i % parameters.length]);
      }
      boolean rows = statement.execute();
      int answer = 0;
      while (rows || statement.getUpdateCount() >= 0) {
        if (rows) {
          read(statement, sinks.get(answer++));
        }
        rows = statement.getMoreResults();
      }
    }
  }

  private static String before(CatalogScope scope) {
    return BEFORE.formatted(scope.tablesByName() ? BY_INDEX : "");
  }

  private static void read(PreparedStatement statement, CatalogQuery.RowSink sink)
      throws SQLException {
    try (ResultSet row = statement.getResultSet()) {
      while (row.next()) {
        sink.read(row);
      }
    }
  }
}
