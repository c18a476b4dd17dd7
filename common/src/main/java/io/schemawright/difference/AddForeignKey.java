package io.schemawright.difference;

import io.schemawright.catalog.Ddl;
import io.schemawright.catalog.ForeignKey;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.TableSchema;
import java.util.List;

/** Adds a foreign key. */
public record AddForeignKey(TableSchema table, ForeignKey key) implements Alteration {

  @Override
  public ObjectRef object() {
    return table.ref();
  }

  @Override
  public String summary() {
    return "add foreign key %s to %s".formatted(key.name(), table.ref());
  }

  @Override
  public List<String> statements() {
    return List.of("ALTER TABLE %s ADD %s".formatted(Alteration.name(table), Ddl.constraint(key)));
  }
}
