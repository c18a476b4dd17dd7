package io.schemawright.difference;

import io.schemawright.catalog.Ddl;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.OpaqueDefinition;
import java.util.List;

/** Creates an object that is known only by the statements that make it. */
public record AddObject(ObjectRef object, OpaqueDefinition definition) implements Alteration {

  @Override
  public String summary() {
    return "create %s".formatted(object);
  }

  @Override
  public List<String> statements() {
    return Ddl.createOpaque(definition);
  }
}
