package io.schemawright.policy.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The steps of statements that a person wrote: each one of its own, without an order of ours. */
final class HandWritten {
  /** What PostgreSQL runs outside of transactions only, or must not share one. */
  private static final Pattern ALONE =
      Pattern.compile(
          "(?is)^\\s*(?:(?:create\\s+(?:unique\\s+)?index|drop\\s+index|reindex\\b.*?)\\s+concurrently\\b.*"
              + "|reindex\\s*\\([^)]*concurrently.*|vacuum\\b.*|alter\\s+table\\b.*\\bconcurrently\\b.*"
              + "|alter\\s+type\\b.*\\badd\\s+value\\b.*|alter\\s+table\\b.*\\bvalidate\\s+constraint\\b.*)");

  private static final Pattern CONCURRENTLY = Pattern.compile("(?is).*\\bconcurrently\\b.*");

  private HandWritten() {}

  static List<DraftStep> steps(List<String> statements) {
    List<DraftStep> steps = new ArrayList<>();
    for (String statement : statements) {
      String summary = "run " + firstWords(statement);
      if (!ALONE.matcher(statement).matches()) {
        steps.add(DraftStep.transactional(summary, List.of(statement), List.of()));
      } else if (CONCURRENTLY.matcher(statement).matches()) {
        steps.add(DraftStep.concurrently(summary, statement, List.of()));
      } else {
        steps.add(DraftStep.alone(summary, statement, List.of()));
      }
    }
    return steps;
  }

  private static String firstWords(String statement) {
    String line = statement.strip().replaceAll("\\s+", " ");
    return line.length() <= 60 ? line : line.substring(0, 57) + "...";
  }
}
