package io.schemawright.change;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.google.auto.service.AutoService;
import io.schemawright.catalog.Expression;
import io.schemawright.catalog.Generated;
import io.schemawright.catalog.SchemaState;
import io.schemawright.catalog.TableSchema;
import java.util.Objects;
import java.util.Set;

/** Drops a column with the constraints and indexes that use it. */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record DropColumn(String schema, String table, String column) implements TableChange {

  /** The name of this kind. */
  public static final String TYPE = "drop-column";

  /** Registers this kind. */
  @AutoService(ChangeKind.class)
  public static final class Kind implements ChangeKind {
    @Override
    public String type() {
      return TYPE;
    }

    @Override
    public Class<DropColumn> javaType() {
      return DropColumn.class;
    }
  }

  public DropColumn {
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
    AlteredTable.column(altered, column, "$.column");
    Set<String> gone = Set.of(column);
    altered.columns().stream()
        .filter(
            other -> {
              Generated generated = other.generated();
              return generated != null && Expression.mentionsAny(generated.expression(), gone);
            })
        .findFirst()
        .ifPresent(
            other -> {
              throw new DoesNotFit(
                  "$.column",
                  "the column '%s' is computed from '%s'; drop it first"
                      .formatted(other.name(), column));
            });
    before
        .objects()
        .forEach(
            (ref, definition) -> {
              if (definition instanceof TableSchema other
                  && !ref.equals(altered.ref())
                  && other.foreignKeys().stream()
                      .anyMatch(
                          key ->
                              key.references().equals(altered.ref())
                                  && key.referencedColumns().contains(column))) {
                throw new DoesNotFit(
                    "$.column",
                    "the table %s.%s refers to the column '%s'; drop its foreign key first"
                        .formatted(ref.schema(), ref.name(), column));
              }
            });
    return TableParts.withoutColumn(altered, column);
  }
}
