package io.schemawright.difference;

import static io.schemawright.catalog.Identifiers.quote;

import io.schemawright.catalog.Column;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.TableSchema;
import java.util.List;

/** Drops a column, and with it the indexes and constraints that hold it as a column. */
public record DropColumn(TableSchema table, Column column) implements Alteration {

  @Override
  public ObjectRef object() {
    return table.ref();
  }

  @Override
  public String summary() {
    return "drop column %s of %s".formatted(column.name(), table.ref());
  }

  @Override
  public List<String> statements() {
    return List.of(
        "ALTER TABLE %s DROP COLUMN %s".formatted(Alteration.name(table), quote(column.name())));
  }

  @Override
  public boolean losesData() {
    return column.generated() == null;
  }
}
