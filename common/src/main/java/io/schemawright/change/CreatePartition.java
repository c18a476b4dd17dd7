package io.schemawright.change;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.google.auto.service.AutoService;
import io.schemawright.catalog.Column;
import io.schemawright.catalog.Ddl;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.PartitionOf;
import io.schemawright.catalog.RelationName;
import io.schemawright.catalog.SchemaState;
import io.schemawright.catalog.TableSchema;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Creates a partition with the columns of its table; keys, indexes and checks come with it. */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record CreatePartition(
    String schema,
    String table,
    Parent of,
    RequestedBound values,
    @Nullable RequestedPartitioning partitionBy,
    @Nullable String comment)
    implements Change {

  /** The name of this kind. */
  public static final String TYPE = "create-partition";

  /** Registers this kind. */
  @AutoService(ChangeKind.class)
  public static final class Kind implements ChangeKind {
    @Override
    public String type() {
      return TYPE;
    }

    @Override
    public Class<CreatePartition> javaType() {
      return CreatePartition.class;
    }
  }

  /** The partitioned table. */
  public record Parent(String schema, String table) {
    public Parent {
      schema = Objects.requireNonNullElse(schema, "public");
      table = Objects.requireNonNullElse(table, "");
    }

    ObjectRef ref() {
      return ObjectRef.table(schema, table);
    }
  }

  public CreatePartition {
    schema = Objects.requireNonNullElse(schema, "public");
    table = Objects.requireNonNullElse(table, "");
    of = Objects.requireNonNullElseGet(of, () -> new Parent("public", ""));
    values = Objects.requireNonNullElseGet(values, RequestedBound::none);
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
    return Set.of(of.ref());
  }

  @Override
  public Set<RelationName> relationNames() {
    return Set.of(new RelationName(schema, table));
  }

  @Override
  public List<Problem> problems(String path) {
    Problems problems = new Problems();
    problems.schema(path + ".schema", schema);
    problems.name(path + ".table", table);
    problems.schema(path + ".of.schema", of.schema());
    problems.name(path + ".of.table", of.table());
    problems.comment(path + ".comment", comment);
    values.problems(problems, path + ".values");
    if (partitionBy != null) {
      partitionBy.problems(problems, path + ".partitionBy", null);
    }
    return problems.found();
  }

  @Override
  public Work work(SchemaState before) {
    TableSchema parent = AlteredTable.table(before, of.ref(), "$.of.table");
    if (parent.partitionKey() == null) {
      throw new DoesNotFit(
          "$.of.table",
          "the table %s.%s is not partitioned; create one with \"partitionBy\""
              .formatted(of.schema(), of.table()));
    }
    AlteredTable.requireFree(before, ObjectRef.table(schema, table), "$.table");
    if (partitionBy != null) {
      Problems problems = new Problems();
      partitionBy.problems(problems, "$.partitionBy", AlteredTable.columns(parent));
      AlteredTable.require(problems);
    }
    return new Work.Transition(
        before.with(
            new TableSchema(
                schema,
                table,
                parent.columns().stream().map(column -> inherited(parent, column)).toList(),
                null,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                comment,
                parent.unlogged(),
                List.of(),
                List.of(),
                partitionBy == null ? null : partitionBy.partitionKey(),
                new PartitionOf(of.schema(), of.table(), values.bound()),
                List.of())));
  }

  /** An identity stays with the partitioned table; its number comes from there. */
  private static Column inherited(TableSchema parent, Column column) {
    boolean serial = column.identity() == null && column.sequence() != null;
    return column
        .withSequence(null, null)
        .withDefault(serial ? Ddl.defaultValue(parent, column) : column.defaultValue())
        .withComment(null);
  }
}
