package io.schemawright.difference;

import io.schemawright.catalog.Ddl;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.TableSchema;
import io.schemawright.catalog.UniqueConstraint;
import java.util.List;

/** Adds a unique constraint. */
public record AddUnique(TableSchema table, UniqueConstraint unique) implements Alteration {

  @Override
  public ObjectRef object() {
    return table.ref();
  }

  @Override
  public String summary() {
    return "add unique constraint %s to %s".formatted(unique.name(), table.ref());
  }

  @Override
  public List<String> statements() {
    return List.of(
        "ALTER TABLE %s ADD %s".formatted(Alteration.name(table), Ddl.constraint(unique)));
  }
}
