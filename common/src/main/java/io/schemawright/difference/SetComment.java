package io.schemawright.difference;

import io.schemawright.catalog.Ddl;
import io.schemawright.catalog.ObjectRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sets the comment of an object, or of a column of a table, or takes it away. */
public record SetComment(ObjectRef object, @Nullable String column, @Nullable String comment)
    implements Alteration {

  @Override
  public String summary() {
    return "%s the comment of %s%s"
        .formatted(
            comment == null ? "take away" : "set",
            column == null ? "" : "column " + column + " of ",
            object);
  }

  @Override
  public List<String> statements() {
    return List.of(
        column == null
            ? Ddl.comment(object, comment)
            : Ddl.comment(Alteration.named(object), column, comment));
  }
}
