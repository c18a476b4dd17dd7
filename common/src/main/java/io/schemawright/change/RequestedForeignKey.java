package io.schemawright.change;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.schemawright.catalog.ReferentialAction;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A foreign key as a request writes it. */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record RequestedForeignKey(
    @Nullable String name,
    List<String> columns,
    Target references,
    @Nullable ReferentialAction onDelete,
    @Nullable ReferentialAction onUpdate) {

  /** What the key refers to; without columns, the referenced table's primary key. */
  @JsonInclude(JsonInclude.Include.NON_DEFAULT)
  public record Target(String schema, String table, List<String> columns) {
    public Target {
      schema = Objects.requireNonNullElse(schema, "public");
      table = Objects.requireNonNullElse(table, "");
      columns = Requested.list(columns);
    }
  }

  public RequestedForeignKey {
    columns = Requested.list(columns);
    references = Objects.requireNonNullElseGet(references, () -> new Target("", "", List.of()));
  }
}
