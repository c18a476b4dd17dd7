package io.schemawright.difference;

import static io.schemawright.catalog.Identifiers.quote;

import io.schemawright.catalog.Column;
import io.schemawright.catalog.Ddl;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.TableSchema;
import java.util.List;

/**
 * Gives a column another type or another collation. Its default is not touched: who alters a type
 * drops the default first and sets it again.
 */
public record AlterColumnType(TableSchema table, Column before, Column after)
    implements Alteration {

  @Override
  public ObjectRef object() {
    return table.ref();
  }

  @Override
  public String summary() {
    return "change the type of column %s of %s from %s to %s"
        .formatted(before.name(), table.ref(), before.type(), after.type());
  }

  /** The cast that the rows go through, where PostgreSQL casts by itself: none. */
  public String using() {
    return TypeCasts.using(before.name(), before.type(), after.type());
  }

  @Override
  public List<String> statements() {
    String collation = after.collation() == null ? "" : " COLLATE " + collation(after.collation());
    return List.of(
        "ALTER TABLE %s ALTER COLUMN %s TYPE %s%s%s"
            .formatted(
                Alteration.name(table),
                quote(before.name()),
                Ddl.type(after.type()),
                collation,
                using()));
  }

  @Override
  public boolean losesData() {
    return !TypeCasts.keepsEveryValue(before.type(), after.type());
  }

  private static String collation(String name) {
    return name.startsWith("\"") ? name : quote(name);
  }
}
