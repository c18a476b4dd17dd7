package io.schemawright.difference;

import static io.schemawright.catalog.Identifiers.quote;

import io.schemawright.catalog.Column;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.TableSchema;
import java.util.List;

/** Forbids nulls in a column. */
public record SetNotNull(TableSchema table, Column column) implements Alteration {

  @Override
  public ObjectRef object() {
    return table.ref();
  }

  @Override
  public String summary() {
    return "forbid nulls in column %s of %s".formatted(column.name(), table.ref());
  }

  @Override
  public List<String> statements() {
    return List.of(
        "ALTER TABLE %s ALTER COLUMN %s SET NOT NULL"
            .formatted(Alteration.name(table), quote(column.name())));
  }
}
