package io.schemawright.change;

import java.util.List;
import java.util.Objects;
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
}
