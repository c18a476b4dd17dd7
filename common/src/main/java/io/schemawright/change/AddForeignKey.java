package io.schemawright.change;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.google.auto.service.AutoService;
import io.schemawright.catalog.ForeignKey;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.SchemaState;
import io.schemawright.catalog.TableSchema;
import java.util.Objects;
import java.util.Set;

/** Adds a foreign key. */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record AddForeignKey(String schema, String table, RequestedForeignKey constraint)
    implements TableChange {

  /** The name of this kind. */
  public static final String TYPE = "add-foreign-key";

  /** Registers this kind. */
  @AutoService(ChangeKind.class)
  public static final class Kind implements ChangeKind {
    @Override
    public String type() {
      return TYPE;
    }

    @Override
    public Class<AddForeignKey> javaType() {
      return AddForeignKey.class;
    }
  }

  public AddForeignKey {
    schema = Objects.requireNonNullElse(schema, "public");
    table = Objects.requireNonNullElse(table, "");
    constraint = Objects.requireNonNullElseGet(constraint, RequestedForeignKey::none);
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
  public Set<ObjectRef> refersTo() {
    ObjectRef to =
        ObjectRef.table(constraint.references().schema(), constraint.references().table());
    return to.equals(ObjectRef.table(schema, table)) ? Set.of() : Set.of(to);
  }

  @Override
  public TableSchema altered(TableSchema altered, SchemaState before) {
    Problems problems = new Problems();
    constraint.problems(problems, "$.constraint", AlteredTable.columns(altered));
    AlteredTable.require(problems);
    TableParts.requireFree(altered, constraint.name(), "$.constraint.name");
    ForeignKey key =
        TableParts.resolved(
            constraint.foreignKey(table, TableParts.names(altered, before)),
            before,
            "$.constraint.references");
    return altered.toBuilder().foreignKeys(TableParts.with(altered.foreignKeys(), key)).build();
  }
}
