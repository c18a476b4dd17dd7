package io.schemawright.change;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.google.auto.service.AutoService;
import io.schemawright.catalog.SchemaState;
import io.schemawright.catalog.TableSchema;
import java.util.Objects;

/** Has PostgreSQL check that every row meets a check or foreign key that was added NOT VALID. */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record ValidateConstraint(String schema, String table, String constraint)
    implements TableChange {

  /** The name of this kind. */
  public static final String TYPE = "validate-constraint";

  /** Registers this kind. */
  @AutoService(ChangeKind.class)
  public static final class Kind implements ChangeKind {
    @Override
    public String type() {
      return TYPE;
    }

    @Override
    public Class<ValidateConstraint> javaType() {
      return ValidateConstraint.class;
    }
  }

  public ValidateConstraint {
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
    return TableParts.withConstraintValid(altered, constraint);
  }
}
