package io.schemawright.policy.plan;

import static io.schemawright.catalog.Identifiers.quote;

import io.schemawright.catalog.CheckConstraint;
import io.schemawright.catalog.GeneratedNames;
import io.schemawright.catalog.TableSchema;
import io.schemawright.difference.Alteration;
import io.schemawright.difference.SetNotNull;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Forbids nulls behind a proof, so that no strong lock is held while rows are read. PostgreSQL 18
 * has the proof for NOT NULL itself; before, a check stands in for it and is dropped afterwards.
 */
final class OnlineNotNull implements OnlineSequence {
  @Override
  public List<DraftStep> steps(Alteration alteration, Site site) {
    if (!(alteration instanceof SetNotNull set) || !site.inUse(set.table())) {
      return List.of();
    }
    return steps(set.table(), set.column().name(), set.summary(), site);
  }

  static List<DraftStep> steps(TableSchema table, String column, String summary, Site site) {
    return site.postgresMajor() >= 18 && table.partitionKey() == null
        ? proved(table, column, summary)
        : checked(table, column, summary);
  }

  private static List<DraftStep> proved(TableSchema table, String column, String summary) {
    // PostgreSQL's own name for it, so that the column ends as a plain SET NOT NULL leaves it.
    String name = names(table).notNull(table.name(), column);
    return Validation.steps(
        summary,
        table,
        name,
        "CONSTRAINT %s NOT NULL %s NOT VALID".formatted(quote(name), quote(column)));
  }

  private static List<DraftStep> checked(TableSchema table, String column, String summary) {
    String name = names(table).check(table.name(), column + "_not_null");
    String alter = "ALTER TABLE " + quote(table.schema(), table.name());
    String check =
        "CONSTRAINT %s CHECK (%s IS NOT NULL) NOT VALID".formatted(quote(name), quote(column));
    List<DraftStep> steps = new ArrayList<>(Validation.steps(summary, table, name, check));
    steps.add(
        DraftStep.transactional(
            summary,
            List.of(
                "%s ALTER COLUMN %s SET NOT NULL".formatted(alter, quote(column)),
                "%s DROP CONSTRAINT %s".formatted(alter, quote(name))),
            List.of(
                "%s ALTER COLUMN %s DROP NOT NULL".formatted(alter, quote(column)),
                "%s ADD %s".formatted(alter, check))));
    return steps;
  }

  /** Names that no check of the table has. */
  private static GeneratedNames names(TableSchema table) {
    return new GeneratedNames(
        table.checks().stream().map(CheckConstraint::name).collect(Collectors.toSet()));
  }
}
