package io.schemawright.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.schemawright.catalog.ObjectRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an UPDATE is cut into batches: by ranges of a key, ascending.
 *
 * @param table whose rows are updated
 * @param key the columns of a unique, not null key, in its order; the update changes none of them
 * @param assignments what follows SET: {@code "total" = (price * amount)}
 * @param condition what follows WHERE, without the range; null for every row
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Batches(
    ObjectRef table, List<String> key, String assignments, @Nullable String condition) {
  public Batches {
    key = List.copyOf(key);
    if (key.isEmpty()) {
      throw new IllegalArgumentException(table + " cannot be cut into batches without a key");
    }
  }
}
