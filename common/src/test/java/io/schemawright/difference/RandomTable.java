package io.schemawright.difference;

import io.schemawright.catalog.CheckConstraint;
import io.schemawright.catalog.Column;
import io.schemawright.catalog.Deferral;
import io.schemawright.catalog.ExclusionConstraint;
import io.schemawright.catalog.ForeignKey;
import io.schemawright.catalog.Generated;
import io.schemawright.catalog.GeneratedNames;
import io.schemawright.catalog.Identifiers;
import io.schemawright.catalog.Identity;
import io.schemawright.catalog.Index;
import io.schemawright.catalog.IndexKey;
import io.schemawright.catalog.OwnedSequence;
import io.schemawright.catalog.PrimaryKey;
import io.schemawright.catalog.ReferentialAction;
import io.schemawright.catalog.Renames;
import io.schemawright.catalog.TableSchema;
import io.schemawright.catalog.UniqueConstraint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Makes a table, and makes another of it. */
final class RandomTable {
  private static final Map<String, String> TYPES =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("text", "'it''s \\ so'"),
              Map.entry("character varying(40)", "'x'"),
              Map.entry("integer", "-42"),
              Map.entry("bigint", "7"),
              Map.entry("smallint", "3"),
              Map.entry("numeric(12,3)", "1.5"),
              Map.entry("boolean", "true"),
              Map.entry("timestamp with time zone", "CURRENT_TIMESTAMP"),
              Map.entry("date", "DATE '2026-02-03'"),
              Map.entry("uuid", "gen_random_uuid()"),
              Map.entry("jsonb", "'{}'"),
              Map.entry("text[]", "ARRAY['a']::text[]"),
              Map.entry("interval", "'1 day'::interval"),
              Map.entry("bytea", "''"),
              Map.entry("int4range", "'empty'"),
              Map.entry("public.mood", "'low'::public.mood"),
              Map.entry("public.mood[]", "'{low}'"),
              Map.entry("public.amount", "3")));
  private static final List<String> NAMES =
      List.of(
          "select",
          "Order",
          "zwei Worte",
          "naïve",
          "\"quoted\"",
          "表",
          "a.b",
          "c'd",
          "x".repeat(63));

  private final Random random;
  private final int version;
  private int fresh;

  RandomTable(Random random, int version) {
    this.random = random;
    this.version = version;
  }

  static TableSchema empty(String schema, String name) {
    return new TableSchema(
        schema, name, List.of(), null, List.of(), List.of(), List.of(), List.of(), null, false,
        List.of());
  }

  TableSchema fresh(String schema, String name) {
    List<Column> columns = new ArrayList<>();
    columns.add(key(name, Column.of("id", "bigint", false)));
    List<String> names = new ArrayList<>(NAMES);
    Collections.shuffle(names, random);
    for (int i = 0; i < 1 + random.nextInt(6); i++) {
      columns.add(column(names.get(i)));
    }
    columns.add(Column.of("parent", "bigint", true));
    if (chance(3)) {
      columns.add(generated(columns));
    }
    return parts(
        empty(schema, name).toBuilder()
            .columns(columns)
            .primaryKey(new PrimaryKey(name + "_pkey", List.of("id"), List.of(), null))
            .comment(chance(3) ? "what it's for" : null)
            .unlogged(false)
            .build());
  }

  private Column key(String table, Column column) {
    int sort = random.nextInt(4);
    if (sort == 0) {
      return column;
    }
    OwnedSequence plain = OwnedSequence.named(GeneratedNames.sequence(table, column.name()));
    OwnedSequence sequence =
        chance(2)
            ? plain
            : new OwnedSequence(
                plain.name(), null, 5L, chance(2) ? 3L : null, null, 100_000L, null, chance(2));
    return new Column(
        column.name(),
        column.type(),
        false,
        null,
        sort == 1 ? null : sort == 2 ? Identity.ALWAYS : Identity.BY_DEFAULT,
        sequence,
        null,
        null,
        column.comment());
  }

  private Column column(String name) {
    List<String> types = List.copyOf(TYPES.keySet());
    String type = types.get(random.nextInt(types.size()));
    return new Column(
        name,
        type,
        chance(2),
        chance(2) ? TYPES.get(type) : null,
        null,
        null,
        null,
        type.equals("text") && chance(3) ? "C" : null,
        chance(4) ? "the column '" + name + "'" : null);
  }

  private Column generated(List<Column> columns) {
    Column base = columns.get(1 + random.nextInt(columns.size() - 1));
    return new Column(
        "generated " + fresh++,
        "boolean",
        true,
        null,
        null,
        null,
        new Generated(
            Identifiers.quote(base.name()) + " IS NULL",
            version >= 18 && !base.type().startsWith("public.") && chance(2)),
        null,
        null);
  }

  /** More constraints and indexes than there were, all with names of their own. */
  private TableSchema parts(TableSchema table) {
    List<Column> plain = table.columns().stream().filter(c -> c.generated() == null).toList();
    List<CheckConstraint> checks = new ArrayList<>(table.checks());
    List<UniqueConstraint> uniques = new ArrayList<>(table.uniqueConstraints());
    List<Index> indexes = new ArrayList<>(table.indexes());
    List<ExclusionConstraint> exclusions = new ArrayList<>(table.exclusions());
    for (Column column : plain) {
      String name = Identifiers.quote(column.name());
      if (chance(6)) {
        checks.add(
            new CheckConstraint(
                "check " + fresh++,
                name + " IS NOT NULL OR id > " + random.nextInt(9),
                chance(4),
                chance(4),
                false));
      }
      if (chance(8) && !fixed(column) && !column.type().equals("jsonb")) {
        uniques.add(
            new UniqueConstraint(
                "unique " + fresh++,
                List.of("id", column.name()),
                chance(3) ? List.of("parent") : List.of(),
                version >= 15 && chance(3),
                chance(3) ? Deferral.INITIALLY_DEFERRED : null));
      }
      if (chance(4)) {
        boolean expression = chance(3);
        indexes.add(
            new Index(
                "index " + fresh++,
                "btree",
                List.of(
                    expression
                        ? new IndexKey(null, name + " IS NULL", null, null, null, null)
                        : new IndexKey(
                            column.name(),
                            null,
                            chance(2) ? IndexKey.Order.DESC : null,
                            null,
                            null,
                            null)),
                chance(3) && !fixed(column) ? List.of("parent") : List.of(),
                false,
                false,
                chance(3) ? name + " IS NOT NULL" : null,
                false));
      }
      if (column.type().equals("int4range")) {
        exclusions.add(
            new ExclusionConstraint(
                "exclusion " + fresh++,
                "gist",
                List.of(new ExclusionConstraint.Element(IndexKey.of(column.name()), "&&")),
                List.of(),
                chance(2) ? "id > 3" : null,
                null));
      }
    }
    return table.toBuilder()
        .checks(checks)
        .uniqueConstraints(uniques)
        .indexes(indexes)
        .exclusions(exclusions)
        .build();
  }

  private static boolean fixed(Column column) {
    return column.name().equals("id") || column.name().equals("parent");
  }

  /** The table with foreign keys to some of these. */
  TableSchema withKeys(TableSchema table, List<TableSchema> others) {
    List<ForeignKey> keys = new ArrayList<>();
    for (TableSchema other : others) {
      if (chance(3)) {
        keys.add(
            new ForeignKey(
                "key to " + other.name(),
                List.of("parent"),
                other.schema(),
                other.name(),
                List.of("id"),
                chance(2) ? ReferentialAction.CASCADE : ReferentialAction.NO_ACTION,
                ReferentialAction.NO_ACTION,
                chance(4),
                chance(3) ? Deferral.INITIALLY_IMMEDIATE : null,
                chance(4),
                false));
      }
    }
    return table.toBuilder().foreignKeys(keys).build();
  }

  /** The table after a few changes; what is only renamed goes into {@code renames}. */
  TableSchema mutated(TableSchema table, Map<Renames.Part, String> renames) {
    Map<String, String> names = new HashMap<>();
    List<Column> columns = new ArrayList<>();
    for (Column column : table.columns()) {
      if (column.generated() != null) {
        continue;
      }
      boolean fixed = fixed(column);
      if (!fixed && chance(5)) {
        continue;
      }
      Column kept =
          column.name().equals("id") && chance(4) ? key(table.name(), reset(column)) : column;
      kept = !fixed && chance(5) ? column(column.name()) : kept;
      kept = !fixed && chance(4) ? kept.withNullable(!kept.nullable()) : kept;
      kept = chance(4) ? kept.withComment("comment " + fresh++) : kept;
      names.put(column.name(), column.name());
      if (!fixed && chance(4)) {
        String renamed = chance(2) ? "renamed " + fresh++ : "Renamed \"" + fresh++ + "\"";
        names.put(column.name(), renamed);
        renames.put(
            new Renames.Part(table.ref(), Renames.Part.Kind.COLUMN, column.name()), renamed);
        kept = kept.withName(renamed);
      }
      columns.add(kept);
    }
    if (chance(2)) {
      columns.add(column("added " + fresh++));
    }
    if (chance(4)) {
      columns.add(generated(columns));
    }
    TableSchema bare =
        empty(table.schema(), table.name()).toBuilder()
            .columns(columns)
            .primaryKey(table.primaryKey())
            .comment(chance(3) ? "another comment" : table.comment())
            .unlogged(false)
            .build();
    return parts(new KeptParts(random, table, names, renames).on(bare));
  }

  private static Column reset(Column column) {
    return Column.of(column.name(), column.type(), false).withComment(column.comment());
  }

  private boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }
}
