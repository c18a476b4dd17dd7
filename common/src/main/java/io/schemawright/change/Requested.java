package io.schemawright.change;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How the records of a request hold what is absent. They keep what was written, however wrong:
 * {@link Change#problems} tells all of it at once.
 */
final class Requested {
  private Requested() {}

  /** An unmodifiable copy; a list that is absent in JSON is an empty one, and so are its nulls. */
  static <T> List<T> list(@Nullable List<T> list) {
    return list == null ? List.of() : list.stream().filter(Objects::nonNull).toList();
  }

  /** The same for what has names, which are kept in their order. */
  static <T> Map<String, T> map(@Nullable Map<String, T> map) {
    SortedMap<String, T> sorted = new TreeMap<>(map == null ? Map.of() : map);
    sorted.values().removeIf(Objects::isNull);
    return Collections.unmodifiableSortedMap(sorted);
  }
}
