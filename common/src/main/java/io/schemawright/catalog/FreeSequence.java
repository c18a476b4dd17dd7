package io.schemawright.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A sequence that is neither that of an identity column nor of a serial one. What is null is as
 * PostgreSQL sets it by default.
 *
 * @param type {@code bigint}, {@code integer} or {@code smallint}
 * @param ownedBy the column whose end is the sequence's end too, if there is one
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record FreeSequence(
    String type,
    @Nullable Long start,
    @Nullable Long increment,
    @Nullable Long min,
    @Nullable Long max,
    @Nullable Long cache,
    boolean cycle,
    @Nullable Owner ownedBy,
    @Nullable String comment)
    implements Definition {

  /** A column that owns a sequence. */
  public record Owner(String schema, String table, String column) {}

  @Override
  public List<Dependency> dependsOn() {
    return List.of();
  }

  @Override
  public FreeSequence sorted() {
    return this;
  }
}
