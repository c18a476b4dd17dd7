package io.schemawright.change;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.schemawright.catalog.Deferral;
import io.schemawright.catalog.ExclusionConstraint;
import io.schemawright.catalog.Expression;
import io.schemawright.catalog.GeneratedNames;
import io.schemawright.catalog.IndexKey;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An exclusion constraint as a request writes it; without {@code method} its index is a gist. */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record RequestedExclusion(
    @Nullable String name,
    @Nullable String method,
    List<Element> elements,
    List<String> include,
    @Nullable String where,
    @Nullable Deferral deferral) {

  private static final Pattern OPERATOR = Pattern.compile("[-+*/<>=~!@#%^&|`?]{1,63}");

  /** A column or an expression, and the operator by which two rows are compared. */
  @JsonInclude(JsonInclude.Include.NON_DEFAULT)
  public record Element(
      @Nullable String column,
      @Nullable String expression,
      @Nullable String operatorClass,
      String operator) {
    public Element {
      operator = Objects.requireNonNullElse(operator, "");
    }

    IndexKey key() {
      return new IndexKey(column, expression, null, null, null, operatorClass);
    }
  }

  public RequestedExclusion {
    elements = Requested.list(elements);
    include = Requested.list(include);
  }

  /** What is written where there should be a constraint. */
  static RequestedExclusion none() {
    return new RequestedExclusion(null, null, List.of(), List.of(), null, null);
  }

  void problems(Problems problems, String path, @Nullable Set<String> known) {
    problems.optionalName(path + ".name", name);
    problems.optionalName(path + ".method", method);
    if (elements.isEmpty()) {
      problems.add(path + ".elements", "there are no elements; name at least one");
    }
    for (int i = 0; i < elements.size(); i++) {
      String at = "%s.elements[%d]".formatted(path, i);
      Element element = elements.get(i);
      if ((element.column() == null) == (element.expression() == null)) {
        problems.add(at, "an element has either a column or an expression; write one of the two");
      } else {
        problems.indexKey(at, element.key(), known);
      }
      if (!OPERATOR.matcher(element.operator()).matches()) {
        problems.add(
            at + ".operator",
            "'%s' is no operator; write one such as = or &&".formatted(element.operator()));
      }
    }
    if (!include.isEmpty()) {
      problems.columns(path + ".include", include, known);
    }
    if (where != null) {
      problems.expression(
          path + ".where",
          Expression.ofPredicate(where, Objects.requireNonNullElse(known, Set.of())));
    }
  }

  ExclusionConstraint exclusion(String table, GeneratedNames names) {
    List<String> words =
        elements.stream().map(e -> Objects.requireNonNullElse(e.column(), "expr")).toList();
    return new ExclusionConstraint(
        Objects.requireNonNullElseGet(name, () -> names.exclusion(table, words)),
        Objects.requireNonNullElse(method, "gist"),
        elements.stream()
            .map(element -> new ExclusionConstraint.Element(element.key(), element.operator()))
            .toList(),
        include,
        where,
        deferral);
  }
}
