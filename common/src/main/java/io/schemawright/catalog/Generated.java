package io.schemawright.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;

/** How a generated column is computed; {@code virtual} from PostgreSQL 18 on, stored otherwise. */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record Generated(String expression, boolean virtual) {
  public Generated {
    if (expression.isBlank()) {
      throw new IllegalArgumentException("a generated column needs an expression");
    }
  }
}
