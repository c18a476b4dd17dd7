package io.schemawright.change;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.google.auto.service.AutoService;
import io.schemawright.catalog.GeneratedNames;
import io.schemawright.catalog.RelationName;
import io.schemawright.catalog.SchemaState;
import io.schemawright.catalog.TableSchema;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Adds a unique constraint. */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record AddUniqueConstraint(String schema, String table, RequestedKey constraint)
    implements TableChange {

  /** The name of this kind. */
  public static final String TYPE = "add-unique-constraint";

  /** Registers this kind. */
  @AutoService(ChangeKind.class)
  public static final class Kind implements ChangeKind {
    @Override
    public String type() {
      return TYPE;
    }

    @Override
    public Class<AddUniqueConstraint> javaType() {
      return AddUniqueConstraint.class;
    }
  }

  public AddUniqueConstraint {
    schema = Objects.requireNonNullElse(schema, "public");
    table = Objects.requireNonNullElse(table, "");
    constraint = Objects.requireNonNullElseGet(constraint, () -> new RequestedKey(null, List.of()));
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public void problems(Problems problems, String path) {
    constraint.problems(problems, path + ".constraint", null);
  }

  @Override
  public Set<RelationName> relationNames() {
    return Set.of(
        new RelationName(schema, constraint.unique(table, GeneratedNames.untaken()).name()));
  }

  @Override
  public TableSchema altered(TableSchema altered, SchemaState before) {
    Problems problems = new Problems();
    constraint.problems(problems, "$.constraint", AlteredTable.columns(altered));
    AlteredTable.require(problems);
    TableParts.requireFree(altered, constraint.name(), "$.constraint.name");
    return altered.toBuilder()
        .uniqueConstraints(
            TableParts.with(
                altered.uniqueConstraints(),
                constraint.unique(table, TableParts.names(altered, before))))
        .build();
  }
}
