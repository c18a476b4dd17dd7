package io.schemawright.catalog;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One question to {@code pg_catalog}. */
final class CatalogQuery {

  /** Makes a value of the row the result set stands on. */
  interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Adds the row the result set stands on to what is being put together. */
  interface RowSink {
    void read(ResultSet row) throws SQLException;
  }

  private CatalogQuery() {}

  static void forEach(Connection connection, String sql, RowSink sink, Array... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setArray(i + 1, parameters[i]);
      }
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          sink.read(row);
        }
      }
    }
  }

  static <T> List<T> rows(Connection connection, String sql, Row<T> reader, Array... parameters)
      throws SQLException {
    List<T> rows = new ArrayList<>();
    forEach(connection, sql, row -> rows.add(reader.read(row)), parameters);
    return rows;
  }

  static Array texts(Connection connection, Collection<String> texts) throws SQLException {
    return connection.createArrayOf("text", texts.toArray());
  }

  static Array oids(Connection connection, Collection<Long> oids) throws SQLException {
    return connection.createArrayOf("oid", oids.toArray());
  }

  /** The elements of an array column, none if it is null; an element may be null. */
  static <T> List<@Nullable T> array(ResultSet row, String column, Class<T> type)
      throws SQLException {
    Array array = row.getArray(column);
    if (array == null) {
      return List.of();
    }
    List<@Nullable T> elements = new ArrayList<>();
    for (Object element : (Object[]) array.getArray()) {
      elements.add(element == null ? null : type.cast(element));
    }
    return elements;
  }

  static List<String> strings(ResultSet row, String column) throws SQLException {
    Array array = row.getArray(column);
    return array == null
        ? List.of()
        : Arrays.stream((Object[]) array.getArray()).map(String::valueOf).toList();
  }
}
