package io.schemawright.change;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.google.auto.service.AutoService;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.Renames;
import io.schemawright.catalog.SchemaState;
import io.schemawright.catalog.TableSchema;
import java.util.Objects;

/** Gives a column another name. */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record RenameColumn(String schema, String table, String column, String to)
    implements TableChange {

  /** The name of this kind. */
  public static final String TYPE = "rename-column";

  /** Registers this kind. */
  @AutoService(ChangeKind.class)
  public static final class Kind implements ChangeKind {
    @Override
    public String type() {
      return TYPE;
    }

    @Override
    public Class<RenameColumn> javaType() {
      return RenameColumn.class;
    }
  }

  public RenameColumn {
    schema = Objects.requireNonNullElse(schema, "public");
    table = Objects.requireNonNullElse(table, "");
    column = Objects.requireNonNullElse(column, "");
    to = Objects.requireNonNullElse(to, "");
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public void problems(Problems problems, String path) {
    problems.name(path + ".column", column);
    problems.name(path + ".to", to);
  }

  @Override
  public Work work(SchemaState before) {
    ObjectRef ref = ObjectRef.table(schema, table);
    TableSchema known = AlteredTable.table(before, ref, "$.table");
    return new Work.Transition(
        Referring.renamed(before.with(altered(known, before)), ref, column, to),
        Renames.of(ref, Renames.Part.Kind.COLUMN, column, to),
        false);
  }

  @Override
  public TableSchema altered(TableSchema altered, SchemaState before) {
    AlteredTable.column(altered, column, "$.column");
    if (altered.column(to).isPresent()) {
      throw new DoesNotFit(
          "$.to",
          "the table %s.%s has a column '%s' already; choose another name"
              .formatted(schema, table, to));
    }
    return new ColumnRename(column, to).in(altered);
  }
}
