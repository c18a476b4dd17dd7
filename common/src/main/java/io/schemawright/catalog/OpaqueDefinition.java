package io.schemawright.catalog;

/**
 * An object that is known only by the statement that would create it, as PostgreSQL prints it: a
 * view, a function, an enum, a free sequence.
 */
public record OpaqueDefinition(String text) implements Definition {
  public OpaqueDefinition {
    if (text.isBlank()) {
      throw new IllegalArgumentException("an opaque definition needs a text");
    }
  }

  @Override
  public OpaqueDefinition sorted() {
    return this;
  }
}
