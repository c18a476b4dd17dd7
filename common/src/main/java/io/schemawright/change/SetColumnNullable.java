package io.schemawright.change;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.google.auto.service.AutoService;
import io.schemawright.catalog.Column;
import io.schemawright.catalog.PrimaryKey;
import io.schemawright.catalog.SchemaState;
import io.schemawright.catalog.TableSchema;
import java.util.Objects;

/** Says whether a column may be null. */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record SetColumnNullable(
    String schema,
    String table,
    String column,
    @JsonInclude(JsonInclude.Include.ALWAYS) boolean nullable)
    implements TableChange {

  /** The name of this kind. */
  public static final String TYPE = "set-column-nullable";

  /** Registers this kind. */
  @AutoService(ChangeKind.class)
  public static final class Kind implements ChangeKind {
    @Override
    public String type() {
      return TYPE;
    }

    @Override
    public Class<SetColumnNullable> javaType() {
      return SetColumnNullable.class;
    }
  }

  public SetColumnNullable {
    schema = Objects.requireNonNullElse(schema, "public");
    table = Objects.requireNonNullElse(table, "");
    column = Objects.requireNonNullElse(column, "");
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public void problems(Problems problems, String path) {
    problems.name(path + ".column", column);
  }

  @Override
  public TableSchema altered(TableSchema altered, SchemaState before) {
    Column known = AlteredTable.column(altered, column, "$.column");
    PrimaryKey key = altered.primaryKey();
    boolean needed = key != null && key.columns().contains(column);
    if (nullable && (needed || known.identity() != null)) {
      throw new DoesNotFit(
          "$.column",
          "the column '%s' is %s, which is never null"
              .formatted(column, needed ? "part of the primary key" : "an identity column"));
    }
    return TableParts.withColumn(altered, column, known.withNullable(nullable));
  }
}
