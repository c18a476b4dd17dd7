package io.schemawright.difference;

import io.schemawright.catalog.Column;
import io.schemawright.catalog.Ddl;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.TableSchema;
import java.util.List;

/** Adds a column, with its sequence and its comment. */
public record AddColumn(TableSchema table, Column column) implements Alteration {

  @Override
  public ObjectRef object() {
    return table.ref();
  }

  @Override
  public String summary() {
    return "add column %s to %s".formatted(column.name(), table.ref());
  }

  @Override
  public List<String> statements() {
    return Ddl.addColumn(table, column);
  }
}
