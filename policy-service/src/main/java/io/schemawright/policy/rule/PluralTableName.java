package io.schemawright.policy.rule;

import com.google.auto.service.AutoService;
import io.schemawright.plan.Finding;
import java.util.Set;
import java.util.stream.Stream;

/** A table holds many: {@code users}, not {@code user}. */
@AutoService(PolicyRule.class)
public final class PluralTableName implements PolicyRule {
  /** Plural, or without a plural, though they do not end in s. */
  private static final Set<String> PLURAL =
      Set.of(
          "people",
          "children",
          "men",
          "women",
          "data",
          "metadata",
          "media",
          "criteria",
          "feedback",
          "history",
          "info",
          "information",
          "staff",
          "equipment",
          "indices",
          "schemata",
          "inventory");

  @Override
  public String id() {
    return "plural-table-name";
  }

  @Override
  public Stream<Finding> check(Proposal proposal) {
    return proposal
        .tableNames()
        .filter(table -> !isPlural(table.name()))
        .map(
            table ->
                advice(
                    table.where(),
                    "the table name '%s' is not a plural".formatted(table.name()),
                    "name a table for its rows, such as users or user_preferences"));
  }

  private static boolean isPlural(String table) {
    String last = table.substring(table.lastIndexOf('_') + 1);
    return PLURAL.contains(last) || (last.endsWith("s") && !last.endsWith("ss"));
  }
}
