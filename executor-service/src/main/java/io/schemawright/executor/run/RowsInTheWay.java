package io.schemawright.executor.run;

import io.schemawright.event.Failure;
import io.schemawright.plan.Step;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The rows that a check found, which the change would break on.
 *
 * @param count how many there are
 * @param sample the keys of a few of them
 */
record RowsInTheWay(long count, List<String> sample) {
  private static final int MOST_ROWS = 10;
  private static final int LONGEST_VALUE = 40;
  private static final String COUNT = "violations";

  RowsInTheWay {
    sample = List.copyOf(sample);
  }

  /** Asks every question of a check, in the transaction in progress, which can change nothing. */
  static RowsInTheWay ask(Connection connection, Step step) throws SQLException {
    long count = 0;
    List<String> sample = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      statement.execute("set transaction read only");
      statement.setEscapeProcessing(false);
      statement.setMaxRows(MOST_ROWS);
      for (String sql : step.statements()) {
        try (ResultSet row = statement.executeQuery(sql)) {
          count += read(row, sample);
        }
      }
    }
    return new RowsInTheWay(count, sample);
  }

  private static long read(ResultSet row, List<String> sample) throws SQLException {
    int columns = row.getMetaData().getColumnCount();
    boolean counted = row.getMetaData().getColumnLabel(columns).equals(COUNT);
    long count = 0;
    while (row.next()) {
      count = counted ? row.getLong(columns) : count + 1;
      if (sample.size() < MOST_ROWS) {
        List<String> key = new ArrayList<>();
        for (int i = 1; i <= (counted ? columns - 1 : columns); i++) {
          key.add(row.getMetaData().getColumnLabel(i) + " = " + cut(row.getString(i)));
        }
        sample.add(String.join(", ", key));
      }
    }
    return count;
  }

  private static String cut(@Nullable String value) {
    if (value == null) {
      return "null";
    }
    int length = value.codePointCount(0, value.length());
    return length <= LONGEST_VALUE
        ? value
        : value.substring(0, value.offsetByCodePoints(0, LONGEST_VALUE)) + "…";
  }

  boolean any() {
    return count > 0;
  }

  /** Why the plan cannot be run. */
  Failure failure(Step step, String target) {
    return new Failure(
        "rows-in-the-way",
        null,
        String.format(
            Locale.ROOT,
            "%d %s on %s %s in the way of the change: step %d asks that %s. For example (%s)",
            count,
            count == 1 ? "row" : "rows",
            target,
            count == 1 ? "is" : "are",
            step.number(),
            step.summary(),
            String.join("), (", sample)),
        "Correct or remove these rows, or ask for something that they fit, then make the request"
            + " again.");
  }
}
