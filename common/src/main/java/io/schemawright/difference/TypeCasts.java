package io.schemawright.difference;

import static io.schemawright.catalog.Identifiers.quote;

import io.schemawright.catalog.Ddl;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which casts PostgreSQL makes by itself when a column's type changes, after {@code pg_cast} of
 * PostgreSQL 14 to 18, and which of them change no value.
 */
final class TypeCasts {

  private static final Pattern FORM =
      Pattern.compile(
          "(.*?)(?:\\((-?\\d+)(?:,(-?\\d+))?\\))?((?: with(?:out)? time zone)?)(\\[])?");

  private static final List<String> NUMBERS =
      List.of("smallint", "integer", "bigint", "numeric", "real", "double precision");
  private static final Set<String> STRINGS =
      Set.of("text", "character varying", "character", "name", "\"char\"");
  private static final Set<String> TEXTS = Set.of("text", "character varying", "character");

  private static final Map<String, Set<String>> ASSIGNED =
      Map.ofEntries(
          Map.entry("date", Set.of("timestamp without time zone", "timestamp with time zone")),
          Map.entry(
              "timestamp without time zone",
              Set.of("date", "time without time zone", "timestamp with time zone")),
          Map.entry(
              "timestamp with time zone",
              Set.of(
                  "date",
                  "time without time zone",
                  "time with time zone",
                  "timestamp without time zone")),
          Map.entry("time without time zone", Set.of("interval", "time with time zone")),
          Map.entry("time with time zone", Set.of("time without time zone")),
          Map.entry("interval", Set.of("time without time zone")),
          Map.entry("json", Set.of("jsonb")),
          Map.entry("jsonb", Set.of("json")),
          Map.entry("inet", Set.of("cidr")),
          Map.entry("cidr", Set.of("inet")),
          Map.entry("bit", Set.of("bit varying")),
          Map.entry("bit varying", Set.of("bit")),
          Map.entry("macaddr", Set.of("macaddr8")),
          Map.entry("macaddr8", Set.of("macaddr")));

  private static final Set<String> EXPLICIT =
      Set.of(
          "integer>boolean",
          "boolean>integer",
          "jsonb>boolean",
          "jsonb>smallint",
          "jsonb>integer",
          "jsonb>bigint",
          "jsonb>numeric",
          "jsonb>real",
          "jsonb>double precision");

  private static final Set<String> FAITHFUL =
      Set.of(
          "smallint>integer",
          "smallint>bigint",
          "integer>bigint",
          "smallint>real",
          "smallint>double precision",
          "integer>double precision",
          "real>double precision",
          "date>timestamp without time zone",
          "date>timestamp with time zone",
          "timestamp without time zone>timestamp with time zone",
          "timestamp with time zone>timestamp without time zone",
          "time without time zone>interval",
          "cidr>inet",
          "macaddr>macaddr8",
          "boolean>integer");

  private TypeCasts() {}

  private record Type(String name, int first, int second, boolean array) {
    static Type of(String text) {
      Matcher matcher = FORM.matcher(text);
      if (!matcher.matches()) {
        return new Type(text, -1, -1, false);
      }
      return new Type(
          matcher.group(1) + matcher.group(4),
          matcher.group(2) == null ? -1 : Integer.parseInt(matcher.group(2)),
          matcher.group(3) == null ? -1 : Integer.parseInt(matcher.group(3)),
          matcher.group(5) != null);
    }
  }

  /** {@code USING "c"::type} where PostgreSQL does not cast by itself, else nothing. */
  static String using(String column, String from, String to) {
    Type before = Type.of(from);
    Type after = Type.of(to);
    if ((before.array() == after.array() && assigned(before.name(), after.name()))
        || (!after.array() && TEXTS.contains(after.name()))) {
      return "";
    }
    boolean direct =
        (before.array() == after.array() && EXPLICIT.contains(before.name() + ">" + after.name()))
            || (!before.array() && STRINGS.contains(before.name()));
    // Every type has a text form; where PostgreSQL has no cast of its own, the values go by it.
    return " USING %s%s::%s".formatted(quote(column), direct ? "" : "::text", Ddl.type(to));
  }

  private static boolean assigned(String before, String after) {
    return before.equals(after)
        || (NUMBERS.contains(before) && NUMBERS.contains(after))
        || TEXTS.contains(after)
        || ASSIGNED.getOrDefault(before, Set.of()).contains(after);
  }

  /**
   * Whether no value can change or be cut; a value that does not fit at all is an error, not a
   * loss.
   */
  static boolean keepsEveryValue(String from, String to) {
    if (from.equals(to)) {
      return true;
    }
    Type before = Type.of(from);
    Type after = Type.of(to);
    if (before.array() != after.array()) {
      return !after.array() && after.name().equals("text");
    }
    if (before.name().equals(after.name())) {
      return widened(before, after);
    }
    return after.name().equals("text")
        || (after.name().equals("character varying") && after.first() < 0)
        || (before.name().equals("text") && after.name().equals("character varying"))
        || (after.name().equals("numeric") && integerFits(before.name(), after))
        || FAITHFUL.contains(before.name() + ">" + after.name());
  }

  private static boolean widened(Type before, Type after) {
    if (before.name().equals("numeric")) {
      return after.first() < 0
          || (before.first() >= 0
              && after.second() >= before.second()
              && after.first() - after.second() >= before.first() - before.second());
    }
    return after.first() < 0 || (before.first() >= 0 && after.first() >= before.first());
  }

  private static boolean integerFits(String before, Type after) {
    int digits =
        switch (before) {
          case "smallint" -> 5;
          case "integer" -> 10;
          case "bigint" -> 19;
          default -> -1;
        };
    return digits > 0
        && (after.first() < 0 || after.first() - Math.max(after.second(), 0) >= digits);
  }
}
