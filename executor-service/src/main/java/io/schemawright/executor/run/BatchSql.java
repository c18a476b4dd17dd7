package io.schemawright.executor.run;

import io.schemawright.catalog.Identifiers;
import io.schemawright.plan.Batches;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The statements of a backfill's batches. Keys travel as the text that PostgreSQL prints them as,
 * and stand as literals cast back to their columns' types: a parameter's question mark could not be
 * told from an operator of the request.
 *
 * @param table quoted
 * @param types of the key's columns
 */
record BatchSql(Batches batches, String table, List<String> types) {
  BatchSql {
    types = List.copyOf(types);
  }

  /** The statements for a table as it is now. */
  static BatchSql of(Connection connection, Batches batches) throws SQLException {
    String table = Identifiers.quote(batches.table().schema(), batches.table().name());
    List<String> types = new ArrayList<>();
    for (String column : batches.key()) {
      types.add(typeOf(connection, table, column));
    }
    return new BatchSql(batches, table, types);
  }

  private static String typeOf(Connection connection, String table, String column)
      throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            """
            select pg_catalog.format_type(atttypid, atttypmod) from pg_catalog.pg_attribute
             where attrelid = ?::regclass and attname = ? and not attisdropped
            """)) {
      query.setString(1, table);
      query.setString(2, column);
      try (ResultSet row = query.executeQuery()) {
        if (!row.next()) {
          throw new SQLException(
              "%s has no column %s".formatted(table, column), "42703"); // undefined_column
        }
        return row.getString(1);
      }
    }
  }

  /**
   * The key of the last of the next rows, as many as {@code size}; empty where there is none.
   *
   * @param from the key up to which every row is done; empty at the beginning
   */
  Optional<List<String>> next(Connection connection, List<String> from, int size)
      throws SQLException {
    String columns = Identifiers.quoteAll(batches.key());
    String sql =
        "SELECT %s FROM (SELECT %s FROM %s%s ORDER BY %s LIMIT %d) AS range ORDER BY %s LIMIT 1"
            .formatted(
                each(column -> column + "::text"),
                columns,
                table,
                from.isEmpty() ? "" : " WHERE " + comparedTo(">", from),
                columns,
                size,
                each(column -> column + " DESC"));
    try (Statement query = connection.createStatement();
        ResultSet row = query.executeQuery(sql)) {
      if (!row.next()) {
        return Optional.empty();
      }
      List<String> last = new ArrayList<>();
      for (int i = 1; i <= types.size(); i++) {
        last.add(row.getString(i));
      }
      return Optional.of(last);
    }
  }

  /** Updates the rows after {@code from} up to {@code to}; returns how many. */
  long update(Connection connection, List<String> from, List<String> to) throws SQLException {
    String condition = batches.condition() == null ? "" : "(" + batches.condition() + ") AND ";
    String sql =
        "UPDATE %s SET %s WHERE %s%s%s"
            .formatted(
                table,
                batches.assignments(),
                condition,
                from.isEmpty() ? "" : comparedTo(">", from) + " AND ",
                comparedTo("<=", to));
    try (Statement update = connection.createStatement()) {
      update.setEscapeProcessing(false);
      return update.executeLargeUpdate(sql);
    }
  }

  private String comparedTo(String operator, List<String> values) {
    List<String> literals = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      literals.add(Identifiers.literal(values.get(i)) + "::" + types.get(i));
    }
    return "(%s) %s (%s)"
        .formatted(Identifiers.quoteAll(batches.key()), operator, String.join(", ", literals));
  }

  private String each(UnaryOperator<String> column) {
    return batches.key().stream()
        .map(Identifiers::quote)
        .map(column)
        .collect(Collectors.joining(", "));
  }
}
