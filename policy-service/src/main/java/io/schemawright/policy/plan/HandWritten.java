package io.schemawright.policy.plan;

import io.schemawright.catalog.SqlStatement;
import java.util.ArrayList;
import java.util.List;

/** The steps of statements that a person wrote: each one of its own, without an order of ours. */
final class HandWritten {
  /**
   * Where a name without a schema is found and made. What is built in cannot be hidden: unless it
   * is named, pg_catalog comes first (PostgreSQL manual, 5.10.5).
   */
  private static final String SEARCH_PATH = "public, pg_temp";

  private HandWritten() {}

  static List<DraftStep> steps(List<String> statements) {
    List<DraftStep> steps = new ArrayList<>();
    for (String statement : statements) {
      String summary = "run " + firstWords(statement);
      SqlStatement read = SqlStatement.split(statement).get(0);
      if (read.runsOutsideTransactions()) {
        steps.add(DraftStep.concurrently(summary, statement, List.of()).onSearchPath(SEARCH_PATH));
      } else if (isBestAlone(read)) {
        steps.add(DraftStep.alone(summary, statement, List.of()).onSearchPath(SEARCH_PATH));
      } else {
        steps.add(
            DraftStep.transactional(summary, List.of(statement), List.of())
                .onSearchPath(SEARCH_PATH));
      }
    }
    return steps;
  }

  /** No statement of the same transaction may use a new value; a proof reads a whole table. */
  private static boolean isBestAlone(SqlStatement statement) {
    return (statement.begins("alter", "type") && statement.words().contains("add"))
        || (statement.begins("alter", "table") && statement.words().contains("validate"));
  }

  private static String firstWords(String statement) {
    String line = statement.strip().replaceAll("\\s+", " ");
    return line.length() <= 60 ? line : line.substring(0, 57) + "...";
  }
}
