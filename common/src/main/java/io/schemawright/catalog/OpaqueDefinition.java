package io.schemawright.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * An object that is known only by the statements that would create it, as PostgreSQL prints them: a
 * view, a function, a composite type.
 *
 * @param text the statement that creates it
 * @param then the statements for what is part of it: the indexes of a materialized view, triggers,
 *     comments; in the order of their text
 * @param dependsOn what would have to be there first
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record OpaqueDefinition(String text, List<String> then, List<Dependency> dependsOn)
    implements Definition {

  /** An object that rests on no other. */
  public OpaqueDefinition(String text) {
    this(text, List.of(), List.of());
  }

  /** An object that one statement makes. */
  public OpaqueDefinition(String text, List<Dependency> dependsOn) {
    this(text, List.of(), dependsOn);
  }

  public OpaqueDefinition {
    then = Parts.list(then).stream().sorted().toList();
    dependsOn = Parts.dependencies(dependsOn);
    if (text.isBlank()) {
      throw new IllegalArgumentException("an opaque definition needs a text");
    }
  }

  @Override
  public OpaqueDefinition sorted() {
    return this;
  }
}
