package io.schemawright.difference;

import io.schemawright.catalog.CheckConstraint;
import io.schemawright.catalog.Ddl;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.TableSchema;
import java.util.List;

/** Adds a check constraint. */
public record AddCheck(TableSchema table, CheckConstraint check) implements Alteration {

  @Override
  public ObjectRef object() {
    return table.ref();
  }

  @Override
  public String summary() {
    return "add check constraint %s to %s".formatted(check.name(), table.ref());
  }

  @Override
  public List<String> statements() {
    return List.of(
        "ALTER TABLE %s ADD %s".formatted(Alteration.name(table), Ddl.constraint(check)));
  }
}
