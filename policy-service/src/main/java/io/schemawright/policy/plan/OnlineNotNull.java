package io.schemawright.policy.plan;

import static io.schemawright.catalog.Identifiers.quote;

import io.schemawright.catalog.GeneratedNames;
import io.schemawright.catalog.TableSchema;
import io.schemawright.difference.Alteration;
import io.schemawright.difference.SetNotNull;
import io.schemawright.policy.plan.Draft.DraftStep;
import java.util.List;
import java.util.Optional;

/**
 * SET NOT NULL reads the whole table under ACCESS EXCLUSIVE unless a valid check proves that there
 * are no nulls (since PostgreSQL 12); PostgreSQL 18 has NOT NULL NOT VALID itself.
 */
final class OnlineNotNull implements OnlineSequence {
  private static final int OWN_NOT_VALID_SINCE = 18;

  @Override
  public Optional<Sequence> of(Alteration alteration, int postgresMajor) {
    if (!(alteration instanceof SetNotNull set)) {
      return Optional.empty();
    }
    TableSchema table = set.table();
    String column = set.column().name();
    String constraint = GeneratedNames.notNull(table.name(), column);
    DraftStep check =
        Steps.check(
            "no row of %s has NULL in %s".formatted(Steps.plain(table), column),
            Violations.of(table, quote(column) + " IS NULL"));
    String alter = "ALTER TABLE " + Steps.name(table);
    boolean own = postgresMajor >= OWN_NOT_VALID_SINCE;
    String promise =
        own
            ? "%s ADD CONSTRAINT %s NOT NULL %s NOT VALID"
                .formatted(alter, quote(constraint), quote(column))
            : "%s ADD CONSTRAINT %s CHECK (%s IS NOT NULL) NOT VALID"
                .formatted(alter, quote(constraint), quote(column));
    DraftStep first =
        Steps.transactional(
            "%s, for new rows".formatted(alteration.summary()),
            List.of(promise),
            List.of(Steps.dropConstraint(table, constraint)));
    DraftStep second =
        Steps.alone(
            "check the rows of %s for nulls in %s".formatted(Steps.plain(table), column),
            Steps.validate(table, constraint),
            List.of());
    if (own) {
      return Optional.of(new Sequence(List.of(check), List.of(first, second)));
    }
    DraftStep third =
        Steps.transactional(
            alteration.summary(),
            List.of(
                "%s ALTER COLUMN %s SET NOT NULL".formatted(alter, quote(column)),
                Steps.dropConstraint(table, constraint)),
            List.of(promise, "%s ALTER COLUMN %s DROP NOT NULL".formatted(alter, quote(column))));
    return Optional.of(new Sequence(List.of(check), List.of(first, second, third)));
  }
}
