package io.schemawright.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An exclusion constraint: no two rows for which every element's operator is true. The index behind
 * it is part of it.
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record ExclusionConstraint(
    String name,
    String method,
    List<Element> elements,
    List<String> include,
    @Nullable String predicate,
    @Nullable Deferral deferral) {

  /**
   * What two rows are compared by.
   *
   * @param operator as PostgreSQL names it, with its schema if that is not {@code pg_catalog}:
   *     {@code &&}, {@code OPERATOR("public".=)}
   */
  public record Element(IndexKey key, String operator) {}

  public ExclusionConstraint {
    method = Objects.requireNonNullElse(method, "gist");
    elements = Parts.list(elements);
    include = Parts.list(include);
    if (elements.isEmpty()) {
      throw new IllegalArgumentException("exclusion constraint '" + name + "' has no elements");
    }
  }

  ExclusionConstraint withName(String newName) {
    return new ExclusionConstraint(newName, method, elements, include, predicate, deferral);
  }
}
