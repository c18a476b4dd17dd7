package io.schemawright.local;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds what a PromQL expression asks for; knows as much of the language as ours use. */
final class PromQl {
  private static final Pattern STRING = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");
  private static final Pattern GROUPING =
      Pattern.compile("\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\(([^)]*)\\)");
  private static final Pattern RANGE = Pattern.compile("\\[[^]]*]");
  private static final Pattern SELECTOR =
      Pattern.compile("(?<![\\w$])([a-zA-Z_:][\\w:]*)\\s*(\\{[^}]*}|\\()?");
  private static final Pattern LABEL = Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)");
  private static final Set<String> WORDS =
      Set.of("and", "or", "unless", "offset", "bool", "by", "without", "on", "ignoring", "inf");

  private PromQl() {}

  /** One metric that is asked for, and the labels that it is chosen by. */
  record Selector(String metric, List<String> labels) {}

  static List<Selector> selectors(String expression) {
    String bare = STRING.matcher(expression).replaceAll("\"\"");
    bare = RANGE.matcher(GROUPING.matcher(bare).replaceAll(" ")).replaceAll(" ");
    List<Selector> selectors = new ArrayList<>();
    Matcher found = SELECTOR.matcher(bare);
    while (found.find()) {
      String rest = found.group(2);
      if ("(".equals(rest) || WORDS.contains(found.group(1))) {
        continue; // A function, an aggregation or an operator.
      }
      List<String> labels =
          rest == null
              ? List.of()
              : LABEL.matcher(rest).results().map(label -> label.group(1)).toList();
      selectors.add(new Selector(found.group(1), labels));
    }
    return selectors;
  }

  /** The labels that results are grouped by. */
  static List<String> grouping(String expression) {
    return GROUPING
        .matcher(expression)
        .results()
        .flatMap(found -> Pattern.compile(",").splitAsStream(found.group(1)))
        .map(String::strip)
        .filter(label -> !label.isEmpty())
        .toList();
  }
}
