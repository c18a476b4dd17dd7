package io.schemawright.change;

import com.google.auto.service.AutoService;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.TableSchema;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Creates a table with its keys, checks and indexes. */
public record CreateTable(
    String schema,
    String table,
    @Nullable String comment,
    List<RequestedColumn> columns,
    @Nullable RequestedKey primaryKey,
    List<RequestedKey> uniqueConstraints,
    List<RequestedCheck> checks,
    List<RequestedForeignKey> foreignKeys,
    List<RequestedIndex> indexes)
    implements Change {

  /** The name of this kind. */
  public static final String TYPE = "create-table";

  /** Registers this kind. */
  @AutoService(ChangeKind.class)
  public static final class Kind implements ChangeKind {
    @Override
    public String type() {
      return TYPE;
    }

    @Override
    public Class<CreateTable> javaType() {
      return CreateTable.class;
    }
  }

  public CreateTable {
    schema = Objects.requireNonNullElse(schema, "public");
    table = Objects.requireNonNullElse(table, "");
    columns = Requested.list(columns);
    uniqueConstraints = Requested.list(uniqueConstraints);
    checks = Requested.list(checks);
    foreignKeys = Requested.list(foreignKeys);
    indexes = Requested.list(indexes);
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
    return List.of();
  }

  /**
   * The table as it is to be, with the names PostgreSQL would give to what has none. Expressions
   * stand as they were written; how PostgreSQL prints them shows when the table was created and
   * read.
   */
  public TableSchema tableSchema() {
    return new TableSchema(
        schema, table, List.of(), null, List.of(), List.of(), List.of(), List.of(), comment, false,
        List.of());
  }
}
