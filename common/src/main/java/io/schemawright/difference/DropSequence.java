package io.schemawright.difference;

import io.schemawright.catalog.Ddl;
import io.schemawright.catalog.FreeSequence;
import io.schemawright.catalog.ObjectRef;
import java.util.List;

/** Drops a sequence, and where it stood is forgotten. */
public record DropSequence(ObjectRef object, FreeSequence sequence) implements Alteration {

  @Override
  public String summary() {
    return "drop sequence %s".formatted(object);
  }

  @Override
  public List<String> statements() {
    return List.of(Ddl.drop(object));
  }

  @Override
  public boolean losesData() {
    return true;
  }
}
