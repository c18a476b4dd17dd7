package io.schemawright.change;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.schemawright.catalog.Identity;
import io.schemawright.catalog.ReferentialAction;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A column as a request writes it; without {@code nullable} it may be null. */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record RequestedColumn(
    String name,
    String type,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean nullable,
    @JsonProperty("default") @Nullable String defaultValue,
    boolean primaryKey,
    boolean unique,
    @Nullable String comment,
    @Nullable String collation,
    @Nullable Identity identity,
    @Nullable String generated,
    @Nullable Reference references) {

  /** The one column this column refers to; without a name, the referenced table's primary key. */
  @JsonInclude(JsonInclude.Include.NON_DEFAULT)
  public record Reference(
      String schema,
      String table,
      @Nullable String column,
      @Nullable ReferentialAction onDelete,
      @Nullable ReferentialAction onUpdate) {
    public Reference {
      schema = Objects.requireNonNullElse(schema, "public");
      table = Objects.requireNonNullElse(table, "");
    }
  }

  public RequestedColumn {
    name = Objects.requireNonNullElse(name, "");
    type = Objects.requireNonNullElse(type, "");
  }

  /** A column with nothing but a name and a type. */
  public static RequestedColumn of(String name, String type) {
    return new RequestedColumn(name, type, null, null, false, false, null, null, null, null, null);
  }
}
