package io.schemawright.difference;

import io.schemawright.catalog.Ddl;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.TablePart;
import io.schemawright.catalog.TableSchema;
import java.util.List;

/** Makes a part that the model holds only as SQL. */
public record AddPart(TableSchema table, TablePart part) implements Alteration {

  @Override
  public ObjectRef object() {
    return table.ref();
  }

  @Override
  public String summary() {
    return "add %s %s to %s".formatted(Alteration.word(part.kind()), part.name(), table.ref());
  }

  @Override
  public List<String> statements() {
    return List.of(Ddl.part(table, part));
  }
}
