package io.schemawright.catalog;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the records of the model hold their lists. */
final class Parts {
  private Parts() {}

  /** An unmodifiable copy; a list that is absent in JSON is an empty one. */
  static <T> List<T> list(@Nullable List<T> list) {
    return list == null ? List.of() : List.copyOf(list);
  }

  static List<Dependency> dependencies(@Nullable List<Dependency> list) {
    return list == null ? List.of() : list.stream().distinct().sorted().toList();
  }

  static <T> List<T> sorted(List<T> list, Comparator<T> order) {
    return list.stream().sorted(order).toList();
  }

  static List<String> columns(String what, String name, @Nullable List<String> columns) {
    if (columns == null || columns.isEmpty()) {
      throw new IllegalArgumentException(what + " '" + name + "' has no columns");
    }
    return List.copyOf(columns);
  }
}
