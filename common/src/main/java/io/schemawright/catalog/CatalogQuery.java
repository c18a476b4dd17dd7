package io.schemawright.catalog;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One question to {@code pg_catalog}, and what is done with each row of the answer.
 *
 * @param scoped whether its SQL takes the parameters of {@link CatalogScope}, once
 */
record CatalogQuery(String sql, boolean scoped, RowSink sink) {

  /** One about the objects in scope. */
  static CatalogQuery ofScope(String sql, RowSink sink) {
    return new CatalogQuery(sql, true, sink);
  }

  /** One about the tables that {@link CatalogScope#findTables} has found before. */
  static CatalogQuery ofTables(String sql, RowSink sink) {
    return new CatalogQuery(sql, false, sink);
  }

  /** Adds the row the result set stands on to what is being put together. */
  interface RowSink {
    void read(ResultSet row) throws SQLException;
  }

  /** The elements of an array column, none if it is null; an element may be null. */
  static List<@Nullable String> nullableStrings(ResultSet row, String column) throws SQLException {
    Array array = row.getArray(column);
    List<@Nullable String> elements = new ArrayList<>();
    if (array != null) {
      for (Object element : (Object[]) array.getArray()) {
        elements.add(element == null ? null : element.toString());
      }
    }
    return elements;
  }

  static List<String> strings(ResultSet row, String column) throws SQLException {
    Array array = row.getArray(column);
    return array == null
        ? List.of()
        : Arrays.stream((Object[]) array.getArray()).map(String::valueOf).toList();
  }

  static List<Integer> numbers(ResultSet row, String column) throws SQLException {
    return strings(row, column).stream().map(Integer::valueOf).toList();
  }
}
