package io.schemawright.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Makes tables with a bit of everything, the same ones for the same seed. */
final class RandomTables {

  private static final List<String> TYPES =
      List.of(
          "text",
          "character varying(40)",
          "integer",
          "bigint",
          "smallint",
          "numeric(12,3)",
          "boolean",
          "timestamp with time zone",
          "date",
          "uuid",
          "jsonb",
          "text[]",
          "double precision",
          "interval",
          "bytea",
          "inet");

  private static final List<String> ODD_NAMES =
      List.of("select", "Order", "zwei Worte", "naïve", "\"quoted\"", "表", "a.b", "c'd", "$1");

  private final Random random;
  private final int version;
  private final List<RandomTypes.Usable> types;

  RandomTables(long seed, int version) {
    this(new Random(seed), version, List.of());
  }

  /** Columns may be of these types too. */
  RandomTables(Random random, int version, List<RandomTypes.Usable> types) {
    this.random = random;
    this.version = version;
    this.types = List.copyOf(types);
  }

  /** A table that may refer to {@code referenced}, whose primary key is {@code id bigint}. */
  TableSchema next(String schema, String name, @Nullable TableSchema referenced) {
    List<Column> columns = new ArrayList<>();
    columns.add(key(name));
    int count = 1 + random.nextInt(7);
    for (int i = 0; i < count; i++) {
      columns.add(column(chance(6) ? ODD_NAMES.get(i) : "column_" + i));
    }
    columns.add(Column.of("parent", "bigint", true));
    if (chance(3)) {
      columns.add(
          new Column(
              "doubled", "bigint", true, null, null, null, generated("parent * 2"), null, null));
    }
    boolean period = chance(3);
    if (period) {
      columns.add(Column.of("period", "int4range", true));
    }
    List<String> names = columns.stream().skip(1).limit(count).map(Column::name).toList();
    GeneratedNames generated = new GeneratedNames(Set.of());
    List<ForeignKey> foreignKeys = new ArrayList<>();
    if (chance(3)) {
      foreignKeys.add(foreignKey(generated.foreignKey(name, List.of("parent")), schema, name));
    }
    if (referenced != null && !referenced.unlogged() && chance(2)) {
      foreignKeys.add(
          foreignKey(
              generated.foreignKey(name, List.of("parent")),
              referenced.schema(),
              referenced.name()));
    }
    return new TableSchema(
        schema,
        name,
        columns,
        new PrimaryKey(generated.primaryKey(name), List.of("id"), List.of(), null),
        uniques(name, names, generated),
        chance(2)
            ? List.of(CheckConstraint.of(generated.check(name, "id"), "id > 0 AND id <> 7"))
            : List.of(),
        foreignKeys,
        indexes(name, columns.subList(1, 1 + count), generated),
        chance(2) ? "what 'it' is for \\ and \"why\"" : null,
        chance(8),
        settings(schema, name),
        period ? List.of(exclusion(name + "_period_excl")) : List.of(),
        null,
        null,
        List.of());
  }

  private ExclusionConstraint exclusion(String name) {
    return new ExclusionConstraint(
        name,
        chance(3) ? "spgist" : "gist",
        List.of(new ExclusionConstraint.Element(IndexKey.of("period"), chance(2) ? "&&" : "-|-")),
        List.of(),
        chance(2) ? "id <> 5" : null,
        deferral());
  }

  private List<TablePart> settings(String schema, String name) {
    String alter = "ALTER TABLE " + Identifiers.quote(schema, name) + " ";
    List<TablePart> settings = new ArrayList<>();
    if (chance(4)) {
      settings.add(
          new TablePart(
              TablePart.Kind.SETTING,
              "storage",
              alter + "SET (fillfactor=70)",
              alter + "RESET (fillfactor)"));
    }
    if (chance(6)) {
      settings.add(
          new TablePart(
              TablePart.Kind.SETTING,
              "row security",
              alter + "ENABLE ROW LEVEL SECURITY",
              alter + "DISABLE ROW LEVEL SECURITY"));
    }
    if (chance(6)) {
      String column = "ALTER COLUMN \"parent\" SET STATISTICS ";
      settings.add(
          new TablePart(
              TablePart.Kind.SETTING, "parent", alter + column + "9", alter + column + "-1"));
    }
    return settings;
  }

  private Column key(String table) {
    OwnedSequence plain = OwnedSequence.named(GeneratedNames.sequence(table, "id"));
    OwnedSequence sequence =
        chance(2)
            ? plain
            : new OwnedSequence(
                chance(2) ? plain.name() : "numbers of " + table.hashCode(),
                null,
                chance(2) ? 1000L : null,
                chance(2) ? -3L : 5L,
                -100_000L,
                100_000L,
                chance(2) ? 20L : null,
                chance(2));
    Identity identity = chance(3) ? null : chance(2) ? Identity.ALWAYS : Identity.BY_DEFAULT;
    return new Column("id", "bigint", false, null, identity, sequence, null, null, null);
  }

  private Column column(String name) {
    if (!types.isEmpty() && chance(3)) {
      RandomTypes.Usable type = types.get(random.nextInt(types.size()));
      boolean array = chance(4);
      return Column.of(name, type.printed() + (array ? "[]" : ""), chance(2))
          .withDefault(chance(2) ? (array ? "'{}'" : type.value()) : null);
    }
    String type = TYPES.get(random.nextInt(TYPES.size()));
    return new Column(
        name,
        type,
        chance(2),
        chance(2) ? defaultOf(type) : null,
        null,
        null,
        null,
        type.equals("text") && chance(3) ? "C" : null,
        chance(4) ? "the column '" + name + "'" : null);
  }

  private static @Nullable String defaultOf(String type) {
    return switch (type) {
      case "text" -> "'it''s' || ' \\ ' || $x$dollar$x$";
      case "character varying(40)" -> "E'tab\\t'";
      case "integer", "bigint", "smallint" -> "-42";
      case "numeric(12,3)" -> "1.5e3";
      case "boolean" -> "NOT false";
      case "timestamp with time zone" -> "CURRENT_TIMESTAMP";
      case "date" -> "DATE '2026-02-03'";
      case "uuid" -> "gen_random_uuid()";
      case "jsonb" -> "'{\"a\": [1, 2]}'";
      case "text[]" -> "ARRAY['a', 'b']::text[]";
      case "double precision" -> "0.1";
      case "interval" -> "'1 day 2 hours'::interval";
      default -> null;
    };
  }

  private Generated generated(String expression) {
    return new Generated(expression, version >= 18 && chance(2));
  }

  private ForeignKey foreignKey(String name, String schema, String table) {
    ReferentialAction[] actions = ReferentialAction.values();
    return new ForeignKey(
        name,
        List.of("parent"),
        schema,
        table,
        List.of("id"),
        actions[random.nextInt(actions.length)],
        actions[random.nextInt(actions.length)],
        chance(4),
        deferral(),
        chance(4),
        version >= 18 && chance(6));
  }

  private @Nullable Deferral deferral() {
    return chance(2)
        ? null
        : chance(2) ? Deferral.INITIALLY_DEFERRED : Deferral.INITIALLY_IMMEDIATE;
  }

  private List<UniqueConstraint> uniques(
      String table, List<String> columns, GeneratedNames generated) {
    return IntStream.range(0, random.nextInt(3))
        .mapToObj(i -> List.of("id", columns.get(random.nextInt(columns.size()))))
        .distinct()
        .map(
            pair ->
                new UniqueConstraint(
                    generated.unique(table, pair),
                    pair,
                    chance(3) ? List.of("parent") : List.of(),
                    version >= 15 && chance(3),
                    deferral()))
        .toList();
  }

  private List<Index> indexes(String table, List<Column> columns, GeneratedNames generated) {
    List<Index> indexes = new ArrayList<>();
    for (Column column : columns) {
      String type = column.type();
      if (type.equals("jsonb") || type.equals("text[]")) {
        String operators = type.equals("jsonb") && chance(2) ? "jsonb_path_ops" : null;
        indexes.add(
            index(
                generated.index(table, List.of(column.name())),
                "gin",
                new IndexKey(column.name(), null, null, null, null, operators)));
      } else if (!type.endsWith("[]") && chance(2)) {
        indexes.add(
            index(
                generated.index(table, List.of(column.name(), "id")),
                "btree",
                key(column),
                IndexKey.of("id")));
      }
    }
    return indexes;
  }

  private IndexKey key(Column column) {
    boolean text = column.type().equals("text");
    IndexKey.Order order = chance(2) ? IndexKey.Order.DESC : IndexKey.Order.ASC;
    IndexKey.Nulls nulls =
        chance(2) ? null : chance(2) ? IndexKey.Nulls.FIRST : IndexKey.Nulls.LAST;
    if (text && column.collation() == null && chance(3)) {
      String expression = "lower(" + Identifiers.quote(column.name()) + ") || 'x'";
      return new IndexKey(null, expression, order, nulls, null, null);
    }
    return new IndexKey(
        column.name(),
        null,
        order,
        nulls,
        text && chance(3) ? "POSIX" : null,
        text && chance(3) ? "text_pattern_ops" : null);
  }

  private Index index(String name, String method, IndexKey... keys) {
    boolean btree = method.equals("btree");
    boolean unique = btree && chance(3);
    return new Index(
        name,
        method,
        List.of(keys),
        btree && chance(3) ? List.of("parent") : List.of(),
        unique,
        unique && version >= 15 && chance(2),
        chance(3) ? "parent IS NOT NULL AND id BETWEEN 1 AND 9" : null,
        false);
  }

  private boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }
}
