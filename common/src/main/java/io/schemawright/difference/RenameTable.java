package io.schemawright.difference;

import io.schemawright.catalog.ObjectRef;
import java.util.List;

/** Gives a table another name, another schema, or both. */
public record RenameTable(ObjectRef from, ObjectRef to) implements Alteration {

  @Override
  public ObjectRef object() {
    return from;
  }

  @Override
  public String summary() {
    return "rename table %s to %s".formatted(from, to);
  }

  @Override
  public List<String> statements() {
    return Alteration.rename("TABLE", from, to);
  }
}
