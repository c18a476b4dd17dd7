package io.schemawright.difference;

import io.schemawright.catalog.Ddl;
import io.schemawright.catalog.FreeSequence;
import io.schemawright.catalog.ObjectRef;
import java.util.List;

/** Makes a column the owner of a sequence, or takes the owner away. */
public record OwnSequence(ObjectRef object, FreeSequence sequence) implements Alteration {

  @Override
  public String summary() {
    return "set the owner of sequence %s".formatted(object);
  }

  @Override
  public List<String> statements() {
    return List.of(Ddl.ownSequence(object, sequence));
  }
}
