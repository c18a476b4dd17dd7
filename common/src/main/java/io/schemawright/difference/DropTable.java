package io.schemawright.difference;

import io.schemawright.catalog.Ddl;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.TableSchema;
import java.util.List;

/** Drops a table with all its rows. */
public record DropTable(TableSchema table) implements Alteration {

  @Override
  public ObjectRef object() {
    return table.ref();
  }

  @Override
  public String summary() {
    return "drop table %s".formatted(object());
  }

  @Override
  public List<String> statements() {
    return List.of(Ddl.dropTable(object()));
  }

  @Override
  public boolean losesData() {
    return true;
  }
}
