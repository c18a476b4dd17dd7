package io.schemawright.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An index that belongs to no constraint. {@code method} is PostgreSQL's name of it in lower case;
 * {@code invalid} marks what a failed concurrent build left behind.
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record Index(
    String name,
    String method,
    List<IndexKey> keys,
    List<String> include,
    boolean unique,
    boolean nullsNotDistinct,
    @Nullable String predicate,
    boolean invalid) {

  public Index {
    method = Objects.requireNonNullElse(method, "btree");
    keys = Parts.list(keys);
    include = Parts.list(include);
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("index '" + name + "' has no columns");
    }
  }
}
