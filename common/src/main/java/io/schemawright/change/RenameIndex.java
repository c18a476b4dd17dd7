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

/** Gives an index another name. */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record RenameIndex(String schema, String table, String index, String to)
    implements TableChange {

  /** The name of this kind. */
  public static final String TYPE = "rename-index";

  /** Registers this kind. */
  @AutoService(ChangeKind.class)
  public static final class Kind implements ChangeKind {
    @Override
    public String type() {
      return TYPE;
    }

    @Override
    public Class<RenameIndex> javaType() {
      return RenameIndex.class;
    }
  }

  public RenameIndex {
    schema = Objects.requireNonNullElse(schema, "public");
    table = Objects.requireNonNullElse(table, "");
    index = Objects.requireNonNullElse(index, "");
    to = Objects.requireNonNullElse(to, "");
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public void problems(Problems problems, String path) {
    problems.name(path + ".index", index);
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
        before.with(altered), Renames.of(ref, Renames.Part.Kind.INDEX, index, to), false);
  }

  @Override
  public TableSchema altered(TableSchema altered, SchemaState before) {
    TableParts.requireIndex(altered, index, "$.index");
    TableParts.requireFree(altered, to, "$.to");
    return PartNames.withIndexRenamed(altered, index, to);
  }
}
