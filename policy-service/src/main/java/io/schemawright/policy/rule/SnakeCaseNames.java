package io.schemawright.policy.rule;

import com.google.auto.service.AutoService;
import io.schemawright.difference.RenameColumn;
import io.schemawright.plan.Finding;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Names in lower snake_case need no quotes in any query and mean the same in every language. */
@AutoService(PolicyRule.class)
public final class SnakeCaseNames implements PolicyRule {
  private static final Pattern SNAKE_CASE = Pattern.compile("[a-z][a-z0-9_]*");

  @Override
  public String id() {
    return "snake-case-names";
  }

  @Override
  public Stream<Finding> check(Proposal proposal) {
    Stream<Finding> tables =
        proposal
            .tableNames()
            .flatMap(table -> judged(table.where(), "table", table.name(), table.existing()));
    Stream<Finding> columns =
        proposal
            .newColumns()
            .flatMap(
                column ->
                    judged(column.at("name"), "column", column.name(), column.existingTable()));
    Stream<Finding> renamed =
        proposal.about(
            RenameColumn.class, (where, rename) -> judged(where, "column", rename.to(), true));
    return Stream.concat(Stream.concat(tables, columns), renamed);
  }

  /** What stands already may have names of its own kind: a part that follows them is allowed. */
  private Stream<Finding> judged(String where, String kind, String name, boolean existing) {
    if (SNAKE_CASE.matcher(name).matches()) {
      return Stream.empty();
    }
    String message =
        "the %s name '%s' is not snake_case: every query would have to quote it"
            .formatted(kind, name);
    String remedy =
        "use lower-case letters, digits and underscores, a letter first" + suggestion(name);
    return Stream.of(existing ? warning(where, message, remedy) : error(where, message, remedy));
  }

  private static String suggestion(String name) {
    String snake =
        name.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "_")
            .replaceAll("^[0-9_]+|_+$", "");
    return snake.isEmpty() ? "" : ": " + snake;
  }
}
