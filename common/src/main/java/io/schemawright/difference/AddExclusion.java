package io.schemawright.difference;

import io.schemawright.catalog.Ddl;
import io.schemawright.catalog.ExclusionConstraint;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.TableSchema;
import java.util.List;

/** Adds a exclusion constraint. */
public record AddExclusion(TableSchema table, ExclusionConstraint exclusion) implements Alteration {

  @Override
  public ObjectRef object() {
    return table.ref();
  }

  @Override
  public String summary() {
    return "add exclusion constraint %s to %s".formatted(exclusion.name(), table.ref());
  }

  @Override
  public List<String> statements() {
    return List.of(
        "ALTER TABLE %s ADD %s".formatted(Alteration.name(table), Ddl.constraint(exclusion)));
  }
}
