package io.schemawright.difference;

import io.schemawright.catalog.Ddl;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.OpaqueDefinition;
import java.util.List;

/** Gives a function another body. */
public record ReplaceObject(ObjectRef object, OpaqueDefinition before, OpaqueDefinition after)
    implements Alteration {

  @Override
  public String summary() {
    return "replace %s".formatted(object);
  }

  @Override
  public List<String> statements() {
    return Ddl.createOpaque(after);
  }
}
