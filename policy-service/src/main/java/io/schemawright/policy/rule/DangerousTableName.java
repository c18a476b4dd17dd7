package io.schemawright.policy.rule;

import com.google.auto.service.AutoService;
import io.schemawright.plan.Finding;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A table named like a command invites accidents in scripts and hides mischief. Whole words count:
 * {@code drop_users} is refused, {@code dropbox_files} and {@code deleted_items} are not.
 */
@AutoService(PolicyRule.class)
public final class DangerousTableName implements PolicyRule {
  private static final Set<String> COMMANDS = Set.of("drop", "delete", "truncate", "alter");

  @Override
  public String id() {
    return "dangerous-table-name";
  }

  @Override
  public Stream<Finding> check(Proposal proposal) {
    return proposal
        .tableNames()
        .flatMap(
            table ->
                Stream.of(table.name().toLowerCase(Locale.ROOT).split("[^a-z]+", -1))
                    .filter(COMMANDS::contains)
                    .limit(1)
                    .map(
                        word ->
                            error(
                                table.where(),
                                "the table name '%s' holds the command '%s'"
                                    .formatted(table.name(), word),
                                "name the table for what its rows are")));
  }
}
