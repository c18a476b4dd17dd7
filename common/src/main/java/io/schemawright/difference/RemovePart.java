package io.schemawright.difference;

import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.TablePart;
import io.schemawright.catalog.TableSchema;
import java.util.List;

/** Takes away a part that the model holds only as SQL. */
public record RemovePart(TableSchema table, TablePart part, String removal) implements Alteration {

  @Override
  public ObjectRef object() {
    return table.ref();
  }

  @Override
  public String summary() {
    return "remove %s %s of %s".formatted(Alteration.word(part.kind()), part.name(), table.ref());
  }

  @Override
  public List<String> statements() {
    return List.of(removal);
  }
}
