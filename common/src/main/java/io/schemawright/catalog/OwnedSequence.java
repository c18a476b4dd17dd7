package io.schemawright.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * The sequence that a serial or an identity column owns, in the schema of its table. What is null
 * is as PostgreSQL sets it by default; {@code type} is null when it is the column's.
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record OwnedSequence(
    String name,
    @Nullable String type,
    @Nullable Long start,
    @Nullable Long increment,
    @Nullable Long min,
    @Nullable Long max,
    @Nullable Long cache,
    boolean cycle) {

  public OwnedSequence {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a sequence needs a name");
    }
  }

  /** A sequence with PostgreSQL's default options. */
  public static OwnedSequence named(String name) {
    return new OwnedSequence(name, null, null, null, null, null, null, false);
  }

  /** Whether every option is PostgreSQL's default. */
  boolean plain() {
    return equals(named(name));
  }
}
