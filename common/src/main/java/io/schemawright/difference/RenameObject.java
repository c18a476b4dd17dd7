package io.schemawright.difference;

import io.schemawright.catalog.ObjectRef;
import java.util.List;

/** Gives an object that is no table another name, another schema, or both. */
public record RenameObject(ObjectRef from, ObjectRef to) implements Alteration {

  @Override
  public ObjectRef object() {
    return from;
  }

  @Override
  public String summary() {
    return "rename %s to %s".formatted(from, to);
  }

  @Override
  public List<String> statements() {
    return Alteration.rename(Alteration.words(from.kind()), from, to);
  }
}
