package io.schemawright.change;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.google.auto.service.AutoService;
import io.schemawright.catalog.Column;
import io.schemawright.catalog.Expression;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.Renames;
import io.schemawright.catalog.SchemaState;
import io.schemawright.catalog.TableSchema;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Gives a column a default, or takes it away. Rows that are there stay as they are.
 *
 * @param defaultValue an expression; null for none
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record SetColumnDefault(
    String schema,
    String table,
    String column,
    @JsonProperty("default") @Nullable String defaultValue)
    implements TableChange {

  /** The name of this kind. */
  public static final String TYPE = "set-column-default";

  /** Registers this kind. */
  @AutoService(ChangeKind.class)
  public static final class Kind implements ChangeKind {
    @Override
    public String type() {
      return TYPE;
    }

    @Override
    public Class<SetColumnDefault> javaType() {
      return SetColumnDefault.class;
    }
  }

  public SetColumnDefault {
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
    if (defaultValue != null) {
      problems.expression(path + ".default", Expression.ofDefault(defaultValue));
    }
  }

  @Override
  public Work work(SchemaState before) {
    TableSchema known = AlteredTable.table(before, ObjectRef.table(schema, table), "$.table");
    return new Work.Transition(before.with(altered(known, before)), Renames.none(), true);
  }

  @Override
  public TableSchema altered(TableSchema altered, SchemaState before) {
    Column known = AlteredTable.column(altered, column, "$.column");
    if (known.generated() != null || known.sequence() != null) {
      throw new DoesNotFit(
          "$.column",
          "the column '%s' takes its value from %s and has no default to set"
              .formatted(column, known.generated() != null ? "an expression" : "its own sequence"));
    }
    return TableParts.withColumn(altered, column, known.withDefault(defaultValue));
  }
}
