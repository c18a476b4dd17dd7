package io.schemawright.difference;

import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.TableSchema;
import java.util.List;

/** Makes a table write to the write-ahead log, or not. */
public record SetLogged(TableSchema table, boolean unlogged) implements Alteration {

  @Override
  public ObjectRef object() {
    return table.ref();
  }

  @Override
  public String summary() {
    return "make %s %s".formatted(table.ref(), unlogged ? "unlogged" : "logged");
  }

  @Override
  public List<String> statements() {
    return List.of(
        "ALTER TABLE %s SET %s"
            .formatted(Alteration.name(table), unlogged ? "UNLOGGED" : "LOGGED"));
  }
}
