package io.schemawright.change;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.schemawright.catalog.CheckConstraint;
import io.schemawright.catalog.Expression;
import io.schemawright.catalog.GeneratedNames;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A check as a request writes it. */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record RequestedCheck(@Nullable String name, String expression) {
  public RequestedCheck {
    expression = Objects.requireNonNullElse(expression, "");
  }

  void problems(Problems problems, String path, @Nullable Set<String> columns) {
    problems.optionalName(path + ".name", name);
    problems.expression(
        path + ".expression",
        Expression.ofPredicate(expression, Objects.requireNonNullElse(columns, Set.of())));
  }

  CheckConstraint check(String table, Set<String> columns, GeneratedNames names) {
    if (name != null) {
      return CheckConstraint.of(name, expression);
    }
    Set<String> mentioned = Expression.ofPredicate(expression, columns).mentions(columns);
    String column = mentioned.size() == 1 ? mentioned.iterator().next() : "";
    return CheckConstraint.of(names.check(table, column), expression);
  }
}
