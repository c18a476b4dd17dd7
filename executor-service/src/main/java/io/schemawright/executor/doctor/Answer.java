package io.schemawright.executor.doctor;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** One question to a target. */
final class Answer {
  private Answer() {}

  /** Reads what is asked for from a row. */
  @FunctionalInterface
  interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  static <T> List<T> all(Connection connection, String question, Reader<T> reader)
      throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(question)) {
      List<T> all = new ArrayList<>();
      while (row.next()) {
        all.add(reader.read(row));
      }
      return all;
    }
  }

  /** Of a question that one row answers. */
  static <T> T one(Connection connection, String question, Reader<T> reader) throws SQLException {
    return all(connection, question, reader).get(0);
  }
}
