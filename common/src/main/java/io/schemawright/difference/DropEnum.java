package io.schemawright.difference;

import io.schemawright.catalog.Ddl;
import io.schemawright.catalog.EnumType;
import io.schemawright.catalog.ObjectRef;
import java.util.List;

/** Drops an enum type. */
public record DropEnum(ObjectRef object, EnumType type) implements Alteration {

  @Override
  public String summary() {
    return "drop enum %s".formatted(object);
  }

  @Override
  public List<String> statements() {
    return List.of(Ddl.drop(object));
  }
}
