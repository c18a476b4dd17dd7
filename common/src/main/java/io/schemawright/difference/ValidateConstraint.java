package io.schemawright.difference;

import static io.schemawright.catalog.Identifiers.quote;

import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.TableSchema;
import java.util.List;

/** Checks the rows that were there before a constraint that was added NOT VALID. */
public record ValidateConstraint(TableSchema table, String name) implements Alteration {

  @Override
  public ObjectRef object() {
    return table.ref();
  }

  @Override
  public String summary() {
    return "validate constraint %s of %s".formatted(name, table.ref());
  }

  @Override
  public List<String> statements() {
    return List.of(
        "ALTER TABLE %s VALIDATE CONSTRAINT %s".formatted(Alteration.name(table), quote(name)));
  }
}
