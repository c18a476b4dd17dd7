package io.schemawright.difference;

import static io.schemawright.catalog.Identifiers.quote;

import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.TableSchema;
import java.util.List;

/** Gives a constraint another name, and so the index behind it. */
public record RenameConstraint(TableSchema table, String from, String to) implements Alteration {

  @Override
  public ObjectRef object() {
    return table.ref();
  }

  @Override
  public String summary() {
    return "rename constraint %s of %s to %s".formatted(from, table.ref(), to);
  }

  @Override
  public List<String> statements() {
    return List.of(
        "ALTER TABLE %s RENAME CONSTRAINT %s TO %s"
            .formatted(Alteration.name(table), quote(from), quote(to)));
  }
}
