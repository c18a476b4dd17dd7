package io.schemawright.catalog;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A built-in type that makes sense in a table: how it may be written, how PostgreSQL prints it, and
 * which numbers may stand in parentheses behind it.
 */
record BuiltInType(String family, String printed, Modifier modifier, boolean serial) {

  /** What may stand in parentheses. */
  enum Modifier {
    NONE,
    /** A length; without one, {@code character} and {@code bit} have length one. */
    LENGTH,
    /** Digits of a second, 0 to 6. */
    PRECISION,
    /** Precision and scale. */
    NUMERIC,
    /** Binary digits, which choose between real and double precision. */
    FLOAT
  }

  private static final int MAX_CHARACTERS = 10_485_760;
  private static final int MAX_BITS = 83_886_080;

  private static final Set<String> INTERVAL_FIELDS =
      Set.of(
          "year",
          "month",
          "day",
          "hour",
          "minute",
          "second",
          "year to month",
          "day to hour",
          "day to minute",
          "day to second",
          "hour to minute",
          "hour to second",
          "minute to second");

  private static final Map<String, BuiltInType> BY_NAME = byName();

  static Optional<BuiltInType> named(String name) {
    if (name.startsWith("interval ") && INTERVAL_FIELDS.contains(name.substring(9))) {
      Modifier modifier = name.endsWith("second") ? Modifier.PRECISION : Modifier.NONE;
      return Optional.of(new BuiltInType("interval", name, modifier, false));
    }
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /** Every family, in order. */
  static Set<String> families() {
    Set<String> families = new TreeSet<>();
    BY_NAME.values().forEach(type -> families.add(type.family()));
    return families;
  }

  /** Every name that may be written. */
  static Set<String> names() {
    return new TreeSet<>(BY_NAME.keySet());
  }

  /** The type with these modifiers as PostgreSQL prints it; {@code written} is for the message. */
  String print(String name, List<Integer> numbers, String written) {
    boolean none = numbers.isEmpty();
    return switch (modifier) {
      case NONE -> {
        require(none, written, "%s takes no modifier".formatted(name));
        yield printed;
      }
      case LENGTH -> {
        boolean one = printed.equals("character") || printed.equals("bit");
        int limit = printed.startsWith("bit") ? MAX_BITS : MAX_CHARACTERS;
        require(
            none || (numbers.size() == 1 && in(numbers.get(0), 1, limit)),
            written,
            "a length is one number from 1 to %d".formatted(limit));
        if (name.equals("bpchar") && none) {
          yield "bpchar";
        }
        yield none ? printed + (one ? "(1)" : "") : printed + "(" + numbers.get(0) + ")";
      }
      case PRECISION -> {
        require(
            none || (numbers.size() == 1 && in(numbers.get(0), 0, 6)),
            written,
            "the digits of a second are one number from 0 to 6");
        yield none ? printed : withPrecision(numbers.get(0));
      }
      case NUMERIC -> {
        require(
            none || in(numbers.get(0), 1, 1000), written, "a precision is a number from 1 to 1000");
        int scale = numbers.size() == 2 ? numbers.get(1) : 0;
        require(in(scale, -1000, 1000), written, "a scale is a number from -1000 to 1000");
        yield none ? printed : "%s(%d,%d)".formatted(printed, numbers.get(0), scale);
      }
      case FLOAT -> {
        require(
            none || (numbers.size() == 1 && in(numbers.get(0), 1, 53)),
            written,
            "the binary digits of a float are one number from 1 to 53");
        yield none || numbers.get(0) > 24 ? "double precision" : "real";
      }
    };
  }

  private String withPrecision(int digits) {
    int zone = printed.indexOf(" with");
    return zone < 0
        ? "%s(%d)".formatted(printed, digits)
        : "%s(%d)%s".formatted(printed.substring(0, zone), digits, printed.substring(zone));
  }

  private static boolean in(int value, int from, int to) {
    return value >= from && value <= to;
  }

  private static void require(boolean holds, String written, String rule) {
    if (!holds) {
      throw new IllegalArgumentException("'%s' is no type: %s".formatted(written, rule));
    }
  }

  private static Map<String, BuiltInType> byName() {
    Map<String, BuiltInType> types = new LinkedHashMap<>();
    for (String plain :
        List.of(
            "text",
            "date",
            "json",
            "jsonb",
            "jsonpath",
            "uuid",
            "bytea",
            "xml",
            "inet",
            "cidr",
            "macaddr",
            "macaddr8",
            "money",
            "point",
            "line",
            "lseg",
            "box",
            "path",
            "polygon",
            "circle",
            "tsvector",
            "tsquery",
            "pg_lsn",
            "pg_snapshot",
            "xid8",
            "oid",
            "name",
            "real",
            "double precision",
            "integer",
            "bigint",
            "smallint",
            "boolean",
            "int4range",
            "int8range",
            "numrange",
            "tsrange",
            "tstzrange",
            "daterange",
            "int4multirange",
            "int8multirange",
            "nummultirange",
            "tsmultirange",
            "tstzmultirange",
            "datemultirange",
            "\"char\"")) {
      types.put(plain, new BuiltInType(plain, plain, Modifier.NONE, false));
    }
    for (String[] alias :
        new String[][] {
          {"int", "integer"},
          {"int4", "integer"},
          {"int8", "bigint"},
          {"int2", "smallint"},
          {"bool", "boolean"},
          {"float4", "real"},
          {"float8", "double precision"}
        }) {
      types.put(alias[0], types.get(alias[1]));
    }
    serial(types, "smallint", "smallserial", "serial2");
    serial(types, "integer", "serial", "serial4");
    serial(types, "bigint", "bigserial", "serial8");
    put(
        types,
        "varchar",
        "character varying",
        Modifier.LENGTH,
        "varchar",
        "character varying",
        "char varying",
        "national character varying",
        "national char varying",
        "nchar varying");
    put(
        types,
        "char",
        "character",
        Modifier.LENGTH,
        "char",
        "character",
        "bpchar",
        "nchar",
        "national character",
        "national char");
    put(types, "bit", "bit", Modifier.LENGTH, "bit");
    put(types, "varbit", "bit varying", Modifier.LENGTH, "bit varying", "varbit");
    put(types, "numeric", "numeric", Modifier.NUMERIC, "numeric", "decimal", "dec");
    put(types, "double precision", "double precision", Modifier.FLOAT, "float");
    put(types, "interval", "interval", Modifier.PRECISION, "interval");
    put(
        types,
        "time",
        "time without time zone",
        Modifier.PRECISION,
        "time",
        "time without time zone");
    put(
        types,
        "timetz",
        "time with time zone",
        Modifier.PRECISION,
        "timetz",
        "time with time zone");
    put(
        types,
        "timestamp",
        "timestamp without time zone",
        Modifier.PRECISION,
        "timestamp",
        "timestamp without time zone");
    put(
        types,
        "timestamptz",
        "timestamp with time zone",
        Modifier.PRECISION,
        "timestamptz",
        "timestamp with time zone");
    return types;
  }

  private static void serial(Map<String, BuiltInType> types, String integer, String... names) {
    for (String name : names) {
      types.put(name, new BuiltInType(names[0], integer, Modifier.NONE, true));
    }
  }

  private static void put(
      Map<String, BuiltInType> types,
      String family,
      String printed,
      Modifier modifier,
      String... names) {
    Arrays.stream(names)
        .forEach(name -> types.put(name, new BuiltInType(family, printed, modifier, false)));
  }
}
