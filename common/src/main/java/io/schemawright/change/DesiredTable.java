package io.schemawright.change;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.google.auto.service.AutoService;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.Renames;
import io.schemawright.catalog.SchemaState;
import io.schemawright.catalog.TableSchema;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says what a table is to be like; what leads there is for the difference to find. A table that is
 * not there is created.
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record DesiredTable(
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
  public static final String TYPE = "desired-table";

  /** Registers this kind. */
  @AutoService(ChangeKind.class)
  public static final class Kind implements ChangeKind {
    @Override
    public String type() {
      return TYPE;
    }

    @Override
    public Class<DesiredTable> javaType() {
      return DesiredTable.class;
    }
  }

  public DesiredTable {
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

  /** The change that creates the table as it is to be. */
  public CreateTable creation() {
    return new CreateTable(
        schema,
        table,
        comment,
        columns,
        primaryKey,
        uniqueConstraints,
        checks,
        foreignKeys,
        indexes);
  }

  @Override
  public Set<ObjectRef> touches() {
    return creation().touches();
  }

  @Override
  public Set<ObjectRef> refersTo() {
    return creation().refersTo();
  }

  @Override
  public List<Problem> problems(String path) {
    return creation().problems(path);
  }

  /** What this form cannot say, such as triggers and settings, stays as it is. */
  @Override
  public Work work(SchemaState before) {
    TableSchema known = before.table(ObjectRef.table(schema, table)).orElse(null);
    if (known == null) {
      return creation().work(before);
    }
    creation().requireTypes(before);
    TableSchema desired =
        creation().tableSchema().toBuilder()
            .unlogged(known.unlogged())
            .others(known.others())
            .exclusions(known.exclusions())
            .partitionKey(known.partitionKey())
            .partitionOf(known.partitionOf())
            .dependsOn(known.dependsOn())
            .build();
    return new Work.Transition(before.with(desired), Renames.none(), true);
  }
}
