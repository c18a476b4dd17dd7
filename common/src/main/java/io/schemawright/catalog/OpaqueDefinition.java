package io.schemawright.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * An object that is known only by the statement that would create it, as PostgreSQL prints it: a
 * view, a function, a composite type. {@code dependsOn} has what would have to be there first.
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record OpaqueDefinition(String text, List<Dependency> dependsOn) implements Definition {

  /** An object that rests on no other. */
  public OpaqueDefinition(String text) {
    this(text, List.of());
  }

  public OpaqueDefinition {
    dependsOn = dependsOn == null ? List.of() : dependsOn.stream().distinct().sorted().toList();
    if (text.isBlank()) {
      throw new IllegalArgumentException("an opaque definition needs a text");
    }
  }

  @Override
  public OpaqueDefinition sorted() {
    return this;
  }
}
