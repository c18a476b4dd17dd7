package io.schemawright.difference;

import io.schemawright.catalog.Ddl;
import io.schemawright.catalog.FreeSequence;
import io.schemawright.catalog.ObjectRef;
import java.util.List;

/** Creates a sequence. */
public record AddSequence(ObjectRef object, FreeSequence sequence) implements Alteration {

  @Override
  public String summary() {
    return "create sequence %s".formatted(object);
  }

  @Override
  public List<String> statements() {
    return Ddl.createSequence(object, sequence);
  }
}
