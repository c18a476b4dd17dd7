package io.schemawright.change;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.google.auto.service.AutoService;
import io.schemawright.catalog.SchemaState;
import io.schemawright.catalog.TableSchema;
import java.util.Objects;

/** Drops an index that belongs to no constraint. */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record DropIndex(String schema, String table, String index) implements TableChange {

  /** The name of this kind. */
  public static final String TYPE = "drop-index";

  /** Registers this kind. */
  @AutoService(ChangeKind.class)
  public static final class Kind implements ChangeKind {
    @Override
    public String type() {
      return TYPE;
    }

    @Override
    public Class<DropIndex> javaType() {
      return DropIndex.class;
    }
  }

  public DropIndex {
    schema = Objects.requireNonNullElse(schema, "public");
    table = Objects.requireNonNullElse(table, "");
    index = Objects.requireNonNullElse(index, "");
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public void problems(Problems problems, String path) {
    problems.name(path + ".index", index);
  }

  @Override
  public TableSchema altered(TableSchema altered, SchemaState before) {
    TableParts.requireIndex(altered, index, "$.index");
    return TableParts.withoutIndex(altered, index);
  }
}
