package io.schemawright.change;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.google.auto.service.AutoService;
import io.schemawright.catalog.Column;
import io.schemawright.catalog.ColumnType;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.SchemaState;
import io.schemawright.catalog.TableSchema;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gives a column another type; rows are cast as PostgreSQL casts when it assigns. */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record SetColumnType(
    String schema, String table, String column, String dataType, @Nullable String collation)
    implements TableChange {

  /** The name of this kind. */
  public static final String TYPE = "set-column-type";

  /** Registers this kind. */
  @AutoService(ChangeKind.class)
  public static final class Kind implements ChangeKind {
    @Override
    public String type() {
      return TYPE;
    }

    @Override
    public Class<SetColumnType> javaType() {
      return SetColumnType.class;
    }
  }

  public SetColumnType {
    schema = Objects.requireNonNullElse(schema, "public");
    table = Objects.requireNonNullElse(table, "");
    column = Objects.requireNonNullElse(column, "");
    dataType = Objects.requireNonNullElse(dataType, "");
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public void problems(Problems problems, String path) {
    problems.name(path + ".column", column);
    RequestedColumn.typeProblem(dataType)
        .ifPresent(message -> problems.add(path + ".dataType", message));
    if (RequestedColumn.of(column, dataType).columnType().filter(ColumnType::serial).isPresent()) {
      problems.add(
          path + ".dataType",
          "'%s' is an integer with a sequence, which only a new column can get; write the integer"
                  .formatted(dataType)
              + " type");
    }
    problems.qualifiedName(path + ".collation", collation);
  }

  @Override
  public Set<ObjectRef> refersTo() {
    return RequestedColumn.of(column, dataType).types();
  }

  @Override
  public TableSchema altered(TableSchema altered, SchemaState before) {
    Column known = AlteredTable.column(altered, column, "$.column");
    RequestedColumn.of(column, dataType).requireType(before, "$.dataType");
    String type = RequestedColumn.typeOf(dataType).name();
    return TableParts.withColumn(altered, column, known.withType(type).withCollation(collation));
  }
}
