package io.schemawright.difference;

import io.schemawright.catalog.Ddl;
import io.schemawright.catalog.EnumType;
import io.schemawright.catalog.ObjectRef;
import java.util.List;

/** Creates an enum type. */
public record AddEnum(ObjectRef object, EnumType type) implements Alteration {

  @Override
  public String summary() {
    return "create enum %s".formatted(object);
  }

  @Override
  public List<String> statements() {
    return Ddl.createEnum(object, type);
  }
}
