package io.schemawright.difference;

import io.schemawright.catalog.Ddl;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.OpaqueDefinition;
import java.util.List;

/** Drops an object that is known only by the statements that make it. */
public record DropObject(ObjectRef object, OpaqueDefinition definition) implements Alteration {

  @Override
  public String summary() {
    return "drop %s".formatted(object);
  }

  @Override
  public List<String> statements() {
    return List.of(Ddl.drop(object));
  }
}
