package io.schemawright.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;

/** A check constraint; {@code notEnforced} from PostgreSQL 18 on. */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record CheckConstraint(
    String name, String expression, boolean noInherit, boolean notValid, boolean notEnforced) {
  public CheckConstraint {
    if (expression.isBlank()) {
      throw new IllegalArgumentException("check constraint '" + name + "' has no expression");
    }
  }

  /** A check that holds for every row. */
  public static CheckConstraint of(String name, String expression) {
    return new CheckConstraint(name, expression, false, false, false);
  }
}
