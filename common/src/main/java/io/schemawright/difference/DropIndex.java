package io.schemawright.difference;

import static io.schemawright.catalog.Identifiers.quote;

import io.schemawright.catalog.Index;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.TableSchema;
import java.util.List;

/** Drops an index that belongs to no constraint. */
public record DropIndex(TableSchema table, Index index) implements Alteration {

  @Override
  public ObjectRef object() {
    return table.ref();
  }

  @Override
  public String summary() {
    return "drop index %s of %s".formatted(index.name(), table.ref());
  }

  @Override
  public List<String> statements() {
    return List.of("DROP INDEX " + quote(table.schema(), index.name()));
  }
}
