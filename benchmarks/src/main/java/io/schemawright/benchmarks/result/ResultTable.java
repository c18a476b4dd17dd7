package io.schemawright.benchmarks.result;

import io.schemawright.benchmarks.result.Results.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The figures as people read them: aligned columns, a line for each, a blank line in between. */
public final class ResultTable {
  private static final List<String> HEADINGS =
      List.of("", "", "median", "range", "rounds", "unit", "goal");

  private ResultTable() {}

  /** The lines, without line ends. */
  public static List<String> lines(List<Summary> summaries) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEADINGS);
    String measurement = "";
    for (Summary summary : summaries) {
      boolean another = !summary.measurement().equals(measurement);
      measurement = summary.measurement();
      if (another) {
        rows.add(List.of());
      }
      rows.add(
          List.of(
              another ? measurement : "",
              summary.name(),
              number(summary.median()),
              summary.values().size() == 1
                  ? ""
                  : number(summary.low()) + " – " + number(summary.high()),
              Integer.toString(summary.values().size()),
              summary.unit(),
              goal(summary)));
    }
    return aligned(rows);
  }

  private static String goal(Summary summary) {
    Goal goal = summary.goal();
    return goal == null
        ? ""
        : goal + (goal.isReachedBy(summary.median()) ? "  reached" : "  MISSED");
  }

  private static List<String> aligned(List<List<String>> rows) {
    int[] widths = new int[HEADINGS.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        String padding = " ".repeat(widths[i] - row.get(i).length());
        boolean isNumber = i >= 2 && i <= 4;
        line.append(isNumber ? padding + row.get(i) : row.get(i) + padding).append("  ");
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }

  /** With three digits that mean something. */
  public static String number(double value) {
    String format =
        value >= 100 || value == Math.rint(value) ? "%.0f" : value >= 10 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, format, value);
  }
}
