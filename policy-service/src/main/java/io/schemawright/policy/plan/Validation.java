package io.schemawright.policy.plan;

import static io.schemawright.catalog.Identifiers.quote;

import io.schemawright.catalog.TableSchema;
import java.util.ArrayList;
import java.util.List;

/**
 * A constraint that is added for new rows at once and proved for the old ones beside readers and
 * writers. Both in one transaction would keep the strong lock of the first while the second reads.
 */
final class Validation {
  private Validation() {}

  /**
   * The steps.
   *
   * @param definition the constraint as behind ADD, NOT VALID
   */
  static List<DraftStep> steps(String summary, TableSchema table, String name, String definition) {
    String alter = "ALTER TABLE " + quote(table.schema(), table.name());
    List<DraftStep> steps = new ArrayList<>();
    steps.add(
        DraftStep.transactional(
            summary + ", for new rows",
            List.of(alter + " ADD " + definition),
            List.of(alter + " DROP CONSTRAINT " + quote(name))));
    steps.add(validate("prove %s for the rows that are there".formatted(name), table, name));
    return steps;
  }

  /** The proof alone. */
  static DraftStep validate(String summary, TableSchema table, String name) {
    return DraftStep.alone(
        summary,
        "ALTER TABLE %s VALIDATE CONSTRAINT %s"
            .formatted(quote(table.schema(), table.name()), quote(name)),
        List.of());
  }
}
