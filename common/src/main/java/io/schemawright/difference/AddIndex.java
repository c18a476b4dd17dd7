package io.schemawright.difference;

import io.schemawright.catalog.Ddl;
import io.schemawright.catalog.Index;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.TableSchema;
import java.util.List;

/** Creates an index that belongs to no constraint. */
public record AddIndex(TableSchema table, Index index) implements Alteration {

  @Override
  public ObjectRef object() {
    return table.ref();
  }

  @Override
  public String summary() {
    return "create index %s on %s".formatted(index.name(), table.ref());
  }

  @Override
  public List<String> statements() {
    return List.of(Ddl.createIndex(table, index));
  }
}
