package io.schemawright.difference;

import static io.schemawright.catalog.Identifiers.quote;

import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.TableSchema;
import java.util.List;

/** Gives an index that belongs to no constraint another name. */
public record RenameIndex(TableSchema table, String from, String to) implements Alteration {

  @Override
  public ObjectRef object() {
    return table.ref();
  }

  @Override
  public String summary() {
    return "rename index %s of %s to %s".formatted(from, table.ref(), to);
  }

  @Override
  public List<String> statements() {
    return List.of("ALTER INDEX %s RENAME TO %s".formatted(quote(table.schema(), from), quote(to)));
  }
}
