package io.schemawright.change;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.google.auto.service.AutoService;
import io.schemawright.catalog.Column;
import io.schemawright.catalog.SchemaState;
import io.schemawright.catalog.TableSchema;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Gives a table or one of its columns a comment, or takes it away.
 *
 * @param column null for the table itself
 * @param comment null for none
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record SetComment(
    String schema, String table, @Nullable String column, @Nullable String comment)
    implements TableChange {

  /** The name of this kind. */
  public static final String TYPE = "set-comment";

  /** Registers this kind. */
  @AutoService(ChangeKind.class)
  public static final class Kind implements ChangeKind {
    @Override
    public String type() {
      return TYPE;
    }

    @Override
    public Class<SetComment> javaType() {
      return SetComment.class;
    }
  }

  public SetComment {
    schema = Objects.requireNonNullElse(schema, "public");
    table = Objects.requireNonNullElse(table, "");
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public void problems(Problems problems, String path) {
    problems.optionalName(path + ".column", column);
    problems.comment(path + ".comment", comment);
  }

  @Override
  public TableSchema altered(TableSchema altered, SchemaState before) {
    if (column == null) {
      return altered.toBuilder().comment(comment).build();
    }
    Column known = AlteredTable.column(altered, column, "$.column");
    return TableParts.withColumn(altered, column, known.withComment(comment));
  }
}
