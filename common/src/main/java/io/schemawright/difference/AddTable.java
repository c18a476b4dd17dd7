package io.schemawright.difference;

import io.schemawright.catalog.Ddl;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.TableSchema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Creates a table with what can be part of it from its beginning; {@code parent} is the partitioned
 * table of a partition.
 */
public record AddTable(TableSchema table, @Nullable TableSchema parent) implements Alteration {

  @Override
  public ObjectRef object() {
    return table.ref();
  }

  @Override
  public String summary() {
    return "create table %s".formatted(object());
  }

  @Override
  public List<String> statements() {
    return Ddl.createTable(table, parent);
  }
}
