package io.schemawright.difference;

import static io.schemawright.catalog.Identifiers.quote;

import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.TableSchema;
import java.util.List;

/** Gives a column another name. */
public record RenameColumn(TableSchema table, String from, String to) implements Alteration {

  @Override
  public ObjectRef object() {
    return table.ref();
  }

  @Override
  public String summary() {
    return "rename column %s of %s to %s".formatted(from, table.ref(), to);
  }

  @Override
  public List<String> statements() {
    return List.of(
        "ALTER TABLE %s RENAME COLUMN %s TO %s"
            .formatted(Alteration.name(table), quote(from), quote(to)));
  }
}
