package io.schemawright.change;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.google.auto.service.AutoService;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.RelationName;
import io.schemawright.catalog.Renames;
import io.schemawright.catalog.SchemaState;
import io.schemawright.catalog.TableSchema;
import java.util.Objects;
import java.util.Set;

/** Gives a constraint another name. */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record RenameConstraint(String schema, String table, String constraint, String to)
    implements TableChange {

  /** The name of this kind. */
  public static final String TYPE = "rename-constraint";

  /** Registers this kind. */
  @AutoService(ChangeKind.class)
  public static final class Kind implements ChangeKind {
    @Override
    public String type() {
      return TYPE;
    }

    @Override
    public Class<RenameConstraint> javaType() {
      return RenameConstraint.class;
    }
  }

  public RenameConstraint {
    schema = Objects.requireNonNullElse(schema, "public");
    table = Objects.requireNonNullElse(table, "");
    constraint = Objects.requireNonNullElse(constraint, "");
    to = Objects.requireNonNullElse(to, "");
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public void problems(Problems problems, String path) {
    problems.name(path + ".constraint", constraint);
    problems.name(path + ".to", to);
  }

  @Override
  public Set<RelationName> relationNames() {
    return Set.of(new RelationName(schema, to));
  }

  @Override
  public Work work(SchemaState before) {
    ObjectRef ref = ObjectRef.table(schema, table);
    TableSchema altered = altered(AlteredTable.table(before, ref, "$.table"), before);
    return new Work.Transition(
        before.with(altered), Renames.of(ref, Renames.Part.Kind.CONSTRAINT, constraint, to), false);
  }

  @Override
  public TableSchema altered(TableSchema altered, SchemaState before) {
    TableParts.requireConstraint(altered, constraint, "$.constraint");
    TableParts.requireFree(altered, to, "$.to");
    return PartNames.withConstraintRenamed(altered, constraint, to);
  }
}
