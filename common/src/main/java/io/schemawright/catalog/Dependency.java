package io.schemawright.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * What an object rests on, as {@code pg_depend} has it.
 *
 * @param object the other object
 * @param column the column of it, where it is one that matters; null for the object as a whole
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record Dependency(ObjectRef object, @Nullable String column)
    implements Comparable<Dependency> {

  private static final Comparator<Dependency> ORDER =
      Comparator.comparing(Dependency::object)
          .thenComparing(Dependency::column, Comparator.nullsFirst(Comparator.naturalOrder()));

  @Override
  public int compareTo(Dependency other) {
    return ORDER.compare(this, other);
  }
}
