package io.schemawright.intake.request;

import java.util.Locale;
import java.util.regex.Pattern;

/** JSON paths (RFC 9535) as problems name them: {@code $.changes[0].columns[2].type}. */
final class JsonPath {
  static final String ROOT = "$";
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");
  private static final int LONGEST_NAME = 100;

  private JsonPath() {}

  /** The field {@code name} of the object at {@code path}. */
  static String field(String path, String name) {
    String shown = name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "…";
    return PLAIN.matcher(shown).matches()
        ? path + "." + shown
        : path + "['" + escaped(shown) + "']";
  }

  /** The element {@code index}, from 0, of the array at {@code path}. */
  static String item(String path, int index) {
    return path + "[" + index + "]";
  }

  /** The path without its last part; the root is its own parent. */
  static String parent(String path) {
    int end = Math.max(path.lastIndexOf('.'), path.lastIndexOf('['));
    return end <= 0 ? ROOT : path.substring(0, end);
  }

  /** A value as a message may quote it: short, and without what a terminal or a log would obey. */
  static String quoted(String value) {
    String shown = value.length() <= LONGEST_NAME ? value : value.substring(0, LONGEST_NAME) + "…";
    return '"' + escaped(shown) + '"';
  }

  private static String escaped(String text) {
    StringBuilder result = new StringBuilder();
    text.codePoints()
        .forEach(
            point -> {
              if (point == '\'' || point == '\\') {
                result.append('\\').appendCodePoint(point);
              } else if (Character.isISOControl(point)
                  || Character.getType(point) == Character.SURROGATE) {
                result.append(String.format(Locale.ROOT, "\\u%04x", point));
              } else {
                result.appendCodePoint(point);
              }
            });
    return result.toString();
  }
}
