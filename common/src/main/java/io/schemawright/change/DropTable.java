package io.schemawright.change;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.google.auto.service.AutoService;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.SchemaState;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Drops a table. Its rows are kept in a trash schema until they are purged. */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record DropTable(String schema, String table) implements Change {

  /** The name of this kind. */
  public static final String TYPE = "drop-table";

  /** Registers this kind. */
  @AutoService(ChangeKind.class)
  public static final class Kind implements ChangeKind {
    @Override
    public String type() {
      return TYPE;
    }

    @Override
    public Class<DropTable> javaType() {
      return DropTable.class;
    }
  }

  public DropTable {
    schema = Objects.requireNonNullElse(schema, "public");
    table = Objects.requireNonNullElse(table, "");
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public Set<ObjectRef> touches() {
    return Set.of(ObjectRef.table(schema, table));
  }

  @Override
  public Set<ObjectRef> refersTo() {
    return Set.of();
  }

  @Override
  public List<Problem> problems(String path) {
    Problems problems = new Problems();
    problems.schema(path + ".schema", schema);
    problems.name(path + ".table", table);
    return problems.found();
  }

  @Override
  public Work work(SchemaState before) {
    ObjectRef ref = ObjectRef.table(schema, table);
    AlteredTable.table(before, ref, "$.table");
    return new Work.Transition(before.without(ref));
  }
}
