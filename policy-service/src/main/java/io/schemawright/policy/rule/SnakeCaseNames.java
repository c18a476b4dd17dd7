package io.schemawright.policy.rule;

import com.google.auto.service.AutoService;
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
    return proposal
        .creations()
        .flatMap(
            creation ->
                Stream.concat(
                    refusal(creation.path() + ".table", "table", creation.change().table()),
                    creation
                        .columns()
                        .flatMap(
                            placed -> refusal(placed.where() + ".name", "column", placed.name()))));
  }

  private Stream<Finding> refusal(String where, String kind, String name) {
    return SNAKE_CASE.matcher(name).matches()
        ? Stream.empty()
        : Stream.of(
            error(
                where,
                "the %s name '%s' is not snake_case: every query would have to quote it"
                    .formatted(kind, name),
                "use lower-case letters, digits and underscores, a letter first"
                    + suggestion(name)));
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
