package io.schemawright.change;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A primary key or a unique constraint as a request writes it. */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record RequestedKey(@Nullable String name, List<String> columns) {
  public RequestedKey {
    columns = Requested.list(columns);
  }
}
