package io.schemawright.change;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A check as a request writes it. */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record RequestedCheck(@Nullable String name, String expression) {
  public RequestedCheck {
    expression = Objects.requireNonNullElse(expression, "");
  }
}
