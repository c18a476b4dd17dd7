package io.schemawright.policy.plan;

import static io.schemawright.catalog.Identifiers.quote;
import static io.schemawright.policy.plan.Draft.LOCK_TIMEOUT_MILLIS;
import static io.schemawright.policy.plan.Draft.LONG_TIMEOUT_MILLIS;
import static io.schemawright.policy.plan.Draft.STATEMENT_TIMEOUT_MILLIS;

import io.schemawright.catalog.TableSchema;
import io.schemawright.plan.Batches;
import io.schemawright.plan.StepMode;
import io.schemawright.policy.plan.Draft.DraftStep;
import java.util.List;

/** Steps of each mode with the limits that belong to it. */
final class Steps {
  private Steps() {}

  static DraftStep transactional(String summary, List<String> statements, List<String> undo) {
    return new DraftStep(summary, statements, undo);
  }

  /** On its own, with a short wait for its lock and a long run that keeps nobody waiting. */
  static DraftStep alone(String summary, String statement, List<String> undo) {
    return new DraftStep(
        summary,
        StepMode.ALONE,
        List.of(statement),
        undo,
        LOCK_TIMEOUT_MILLIS,
        LONG_TIMEOUT_MILLIS,
        null);
  }

  /**
   * CONCURRENTLY waits for the transactions of others, which a lock timeout would break off and
   * leave an invalid index behind: it has a deadline only.
   */
  static DraftStep concurrently(String summary, String statement, List<String> undo) {
    return new DraftStep(
        summary, StepMode.ALONE, List.of(statement), undo, 0, LONG_TIMEOUT_MILLIS, null);
  }

  /** A question to the rows: those that it returns are in the way. */
  static DraftStep check(String mustHold, String query) {
    return new DraftStep(
        mustHold,
        StepMode.CHECK,
        List.of(query),
        List.of(),
        LOCK_TIMEOUT_MILLIS,
        LONG_TIMEOUT_MILLIS,
        null);
  }

  static DraftStep batched(String summary, Batches batches) {
    String where = batches.condition() == null ? "" : " WHERE (" + batches.condition() + ")";
    return new DraftStep(
        summary,
        StepMode.BATCHED,
        List.of(
            "UPDATE %s SET %s%s"
                .formatted(
                    quote(batches.table().schema(), batches.table().name()),
                    batches.assignments(),
                    where)),
        List.of(),
        LOCK_TIMEOUT_MILLIS,
        STATEMENT_TIMEOUT_MILLIS,
        batches);
  }

  static String name(TableSchema table) {
    return quote(table.schema(), table.name());
  }

  static String plain(TableSchema table) {
    return table.schema() + "." + table.name();
  }

  static String dropConstraint(TableSchema table, String constraint) {
    return "ALTER TABLE %s DROP CONSTRAINT %s".formatted(name(table), quote(constraint));
  }

  static String validate(TableSchema table, String constraint) {
    return "ALTER TABLE %s VALIDATE CONSTRAINT %s".formatted(name(table), quote(constraint));
  }
}
