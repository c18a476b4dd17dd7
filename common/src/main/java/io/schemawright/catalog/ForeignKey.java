package io.schemawright.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A foreign key. No {@code referencedColumns} means the referenced table's primary key; what was
 * read from a database always names them.
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record ForeignKey(
    String name,
    List<String> columns,
    String referencedSchema,
    String referencedTable,
    List<String> referencedColumns,
    ReferentialAction onDelete,
    ReferentialAction onUpdate,
    boolean matchFull,
    @Nullable Deferral deferral,
    boolean notValid,
    boolean notEnforced) {

  public ForeignKey {
    columns = Parts.columns("foreign key", name, columns);
    referencedColumns = Parts.list(referencedColumns);
    onDelete = Objects.requireNonNullElse(onDelete, ReferentialAction.NO_ACTION);
    onUpdate = Objects.requireNonNullElse(onUpdate, ReferentialAction.NO_ACTION);
    if (!referencedColumns.isEmpty() && referencedColumns.size() != columns.size()) {
      throw new IllegalArgumentException(
          "foreign key '" + name + "' pairs " + columns + " with " + referencedColumns);
    }
  }

  /** The table this key refers to. */
  public ObjectRef references() {
    return ObjectRef.table(referencedSchema, referencedTable);
  }
}
