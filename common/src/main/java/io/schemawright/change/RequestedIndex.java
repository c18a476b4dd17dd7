package io.schemawright.change;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.schemawright.catalog.IndexKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An index as a request writes it; without {@code method} it is a btree. */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record RequestedIndex(
    @Nullable String name,
    List<IndexKey> columns,
    boolean unique,
    @Nullable String method,
    List<String> include,
    @Nullable String where) {
  public RequestedIndex {
    columns = Requested.list(columns);
    include = Requested.list(include);
  }
}
