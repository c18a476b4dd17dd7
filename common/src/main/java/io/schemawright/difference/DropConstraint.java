package io.schemawright.difference;

import static io.schemawright.catalog.Identifiers.quote;

import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.TableSchema;
import java.util.List;

/** Drops a constraint of any kind, with the index behind it. */
public record DropConstraint(TableSchema table, String name) implements Alteration {

  @Override
  public ObjectRef object() {
    return table.ref();
  }

  @Override
  public String summary() {
    return "drop constraint %s of %s".formatted(name, table.ref());
  }

  @Override
  public List<String> statements() {
    return List.of(
        "ALTER TABLE %s DROP CONSTRAINT %s".formatted(Alteration.name(table), quote(name)));
  }
}
