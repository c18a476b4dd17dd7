package io.schemawright.change;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.google.auto.service.AutoService;
import io.schemawright.catalog.GeneratedNames;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.OwnedSequence;
import io.schemawright.catalog.RelationName;
import io.schemawright.catalog.SchemaState;
import io.schemawright.catalog.TableBuilder;
import io.schemawright.catalog.TableSchema;
import io.schemawright.catalog.UniqueConstraint;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Adds a column to a table that is there. */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record AddColumn(String schema, String table, RequestedColumn column)
    implements TableChange {

  /** The name of this kind. */
  public static final String TYPE = "add-column";

  /** Registers this kind. */
  @AutoService(ChangeKind.class)
  public static final class Kind implements ChangeKind {
    @Override
    public String type() {
      return TYPE;
    }

    @Override
    public Class<AddColumn> javaType() {
      return AddColumn.class;
    }
  }

  public AddColumn {
    schema = Objects.requireNonNullElse(schema, "public");
    table = Objects.requireNonNullElse(table, "");
    column = Objects.requireNonNullElseGet(column, () -> RequestedColumn.of("", ""));
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public void problems(Problems problems, String path) {
    column.problems(problems, path + ".column", Set.of(column.name()));
    column.foreignKey().ifPresent(key -> key.targetProblems(problems, path + ".column.references"));
    if (column.primaryKey()) {
      problems.add(
          path + ".column.primaryKey",
          "a column is not added as a primary key; add the column, then the key");
    }
  }

  @Override
  public Set<ObjectRef> refersTo() {
    Set<ObjectRef> refs = new LinkedHashSet<>(column.types());
    column
        .foreignKey()
        .map(RequestedForeignKey::references)
        .ifPresent(to -> refs.add(ObjectRef.table(to.schema(), to.table())));
    refs.remove(ObjectRef.table(schema, table));
    return refs;
  }

  @Override
  public Set<RelationName> relationNames() {
    Set<RelationName> names = new HashSet<>();
    if (column.unique()) {
      names.add(
          new RelationName(schema, GeneratedNames.untaken().unique(table, List.of(column.name()))));
    }
    OwnedSequence sequence = column.column(table, false).sequence();
    if (sequence != null) {
      names.add(new RelationName(schema, sequence.name()));
    }
    return names;
  }

  @Override
  public TableSchema altered(TableSchema altered, SchemaState before) {
    if (altered.column(column.name()).isPresent()) {
      throw new DoesNotFit(
          "$.column.name",
          "the table %s.%s has a column '%s' already; choose another name"
              .formatted(schema, table, column.name()));
    }
    column.requireType(before, "$.column.type");
    TableBuilder builder =
        altered.toBuilder()
            .columns(TableParts.with(altered.columns(), column.column(table, false)));
    GeneratedNames names = TableParts.names(altered, before);
    if (column.unique()) {
      List<String> columns = List.of(column.name());
      builder.uniqueConstraints(
          TableParts.with(
              altered.uniqueConstraints(),
              new UniqueConstraint(names.unique(table, columns), columns, List.of(), false, null)));
    }
    column
        .foreignKey()
        .ifPresent(
            key ->
                builder.foreignKeys(
                    TableParts.with(
                        altered.foreignKeys(),
                        TableParts.resolved(
                            key.foreignKey(table, names), before, "$.column.references"))));
    return builder.build();
  }
}
