package io.schemawright.change;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A primary key or a unique constraint as a request writes it. */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record RequestedKey(@Nullable String name, List<String> columns) {
  public RequestedKey {
    columns = Requested.list(columns);
  }

  void problems(Problems problems, String path, @Nullable Set<String> known) {
    problems.optionalName(path + ".name", name);
    problems.columns(path + ".columns", columns, known);
  }
}
