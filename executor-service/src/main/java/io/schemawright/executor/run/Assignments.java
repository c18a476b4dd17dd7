package io.schemawright.executor.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads which columns an UPDATE assigns. */
final class Assignments {
  private static final Pattern SKIPPED =
      Pattern.compile("'(?:[^'\\\\]|''|\\\\.)*'|\"(?:[^\"]|\"\")*\"", Pattern.DOTALL);
  private static final Pattern TARGET =
      Pattern.compile("\\s*(?:\"((?:[^\"]|\"\")*)\"|([A-Za-z_]\\w*))\\s*=.*", Pattern.DOTALL);

  private Assignments() {}

  /** The columns; empty where one of them cannot be told for certain. */
  static List<String> columns(String assignments) {
    List<String> columns = new ArrayList<>();
    for (String assignment : cut(assignments)) {
      Matcher target = TARGET.matcher(assignment);
      if (!target.matches()) {
        return List.of();
      }
      columns.add(
          target.group(1) == null
              ? target.group(2).toLowerCase(Locale.ROOT)
              : target.group(1).replace("\"\"", "\""));
    }
    return columns;
  }

  /** At the commas that stand neither in parentheses nor in quotes. */
  private static List<String> cut(String assignments) {
    List<String> parts = new ArrayList<>();
    Matcher quoted = SKIPPED.matcher(assignments);
    int depth = 0;
    int begin = 0;
    int i = 0;
    while (i < assignments.length()) {
      char c = assignments.charAt(i);
      if ((c == '\'' || c == '"') && quoted.region(i, assignments.length()).lookingAt()) {
        i = quoted.end();
        continue;
      }
      depth += c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
      if (c == ',' && depth == 0) {
        parts.add(assignments.substring(begin, i));
        begin = i + 1;
      }
      i++;
    }
    parts.add(assignments.substring(begin));
    return parts;
  }
}
