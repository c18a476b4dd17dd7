package io.schemawright.change;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.google.auto.service.AutoService;
import io.schemawright.catalog.SchemaState;
import io.schemawright.catalog.TableSchema;
import java.util.Objects;

/** Drops a constraint of any sort, with the index behind it. */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record DropConstraint(String schema, String table, String constraint)
    implements TableChange {

  /** The name of this kind. */
  public static final String TYPE = "drop-constraint";

  /** Registers this kind. */
  @AutoService(ChangeKind.class)
  public static final class Kind implements ChangeKind {
    @Override
    public String type() {
      return TYPE;
    }

    @Override
    public Class<DropConstraint> javaType() {
      return DropConstraint.class;
    }
  }

  public DropConstraint {
    schema = Objects.requireNonNullElse(schema, "public");
    table = Objects.requireNonNullElse(table, "");
    constraint = Objects.requireNonNullElse(constraint, "");
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public void problems(Problems problems, String path) {
    problems.name(path + ".constraint", constraint);
  }

  @Override
  public TableSchema altered(TableSchema altered, SchemaState before) {
    TableParts.requireConstraint(altered, constraint, "$.constraint");
    return TableParts.withoutConstraint(altered, constraint);
  }
}
