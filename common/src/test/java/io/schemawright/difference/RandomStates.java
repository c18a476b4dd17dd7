package io.schemawright.difference;

import io.schemawright.catalog.CheckConstraint;
import io.schemawright.catalog.Column;
import io.schemawright.catalog.Dependency;
import io.schemawright.catalog.DomainType;
import io.schemawright.catalog.EnumType;
import io.schemawright.catalog.FreeSequence;
import io.schemawright.catalog.Identifiers;
import io.schemawright.catalog.ObjectKind;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.OpaqueDefinition;
import io.schemawright.catalog.PartitionOf;
import io.schemawright.catalog.PrimaryKey;
import io.schemawright.catalog.Renames;
import io.schemawright.catalog.SchemaState;
import io.schemawright.catalog.TableSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/** Pairs of related states with a bit of everything, the same ones for the same seed. */
final class RandomStates {

  /** Two states, and what is only renamed between them. */
  record Pair(SchemaState before, SchemaState after, Renames renames) {}

  static final List<String> SCHEMAS = List.of("public", "Other \"schema\"");
  private static final List<String> LABELS = List.of("low", "it's", "mid \\ dle", "Hoch", "表");

  private final Random random;
  private final RandomTable tables;
  private final RandomTexts texts;

  RandomStates(long seed, int version) {
    this.random = new Random(seed);
    this.tables = new RandomTable(random, version);
    this.texts = new RandomTexts(random);
  }

  Pair next() {
    SchemaState before = types(SchemaState.empty());
    List<TableSchema> made = new ArrayList<>();
    for (int i = 0; i < 2 + random.nextInt(4); i++) {
      made.add(tables.fresh(schema(), "table " + i));
    }
    for (TableSchema table : made) {
      before = before.with(tables.withKeys(table, made));
    }
    before = partitions(before, "p", "bigint");
    before = texts.addedTo(views(before));

    Map<ObjectRef, ObjectRef> objects = new HashMap<>();
    Map<Renames.Part, String> parts = new HashMap<>();
    SchemaState after = types(SchemaState.empty());
    List<TableSchema> changed = new ArrayList<>();
    for (TableSchema table : made) {
      if (chance(6)) {
        continue;
      }
      TableSchema mutated = tables.mutated(before.table(table.ref()).orElseThrow(), parts);
      if (chance(4)) {
        mutated =
            mutated.toBuilder().name("renamed " + table.name()).schema(table.schema()).build();
        objects.put(table.ref(), mutated.ref());
      }
      changed.add(mutated);
    }
    while (changed.isEmpty() || chance(3)) {
      changed.add(tables.fresh(schema(), "new table " + changed.size()));
    }
    for (TableSchema table : changed) {
      after = after.with(tables.withKeys(table, changed));
    }
    after = partitions(after, "p", chance(2) ? "bigint" : "numeric(20,0)");
    after = texts.addedTo(views(after));
    return new Pair(before, after, new Renames(objects, parts));
  }

  private String schema() {
    return SCHEMAS.get(random.nextInt(2));
  }

  private boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }

  private SchemaState types(SchemaState state) {
    List<String> labels =
        LABELS.stream().filter(label -> label.equals("low") || chance(2)).toList();
    SchemaState typed =
        state.with(
            new ObjectRef(ObjectKind.ENUM, "public", "mood"),
            new EnumType(labels, chance(2) ? "how it 'is'" : null));
    typed =
        typed.with(
            new ObjectRef(ObjectKind.DOMAIN, "public", "amount"),
            new DomainType(
                "numeric(12,2)",
                true,
                chance(2) ? String.valueOf(random.nextInt(3)) : null,
                null,
                chance(2)
                    ? List.of(CheckConstraint.of("amount_check", "VALUE >= " + -random.nextInt(2)))
                    : List.of(),
                null));
    if (chance(2)) {
      typed =
          typed.with(
              new ObjectRef(ObjectKind.SEQUENCE, "public", "free numbers"),
              new FreeSequence(
                  chance(2) ? "bigint" : "integer",
                  null,
                  chance(2) ? 2L : null,
                  null,
                  chance(2) ? 1000L : null,
                  chance(2) ? 7L : null,
                  chance(2),
                  null,
                  null));
    }
    return typed;
  }

  private SchemaState partitions(SchemaState state, String name, String type) {
    if (chance(2)) {
      return state;
    }
    List<Column> columns =
        new ArrayList<>(List.of(Column.of("id", "bigint", false), Column.of("n", type, true)));
    if (chance(2)) {
      columns.add(Column.of("more", "text", true).withDefault("'x'"));
    }
    TableSchema parent =
        RandomTable.empty("public", name).toBuilder()
            .columns(columns)
            .partitionKey("RANGE (id)")
            .build();
    if (chance(2)) {
      parent =
          parent.toBuilder()
              .primaryKey(new PrimaryKey(name + "_pkey", List.of("id"), List.of(), null))
              .build();
    }
    SchemaState with = state.with(parent);
    for (int i = 0; i < random.nextInt(3); i++) {
      int from = i * 10 + random.nextInt(2);
      with =
          with.with(
              RandomTable.empty("public", name + i).toBuilder()
                  .columns(columns)
                  .partitionOf(
                      new PartitionOf(
                          "public", name, "FOR VALUES FROM (%d) TO (%d)".formatted(from, from + 5)))
                  .build());
    }
    return with;
  }

  /** A view on some columns of a table, and sometimes one on that view. */
  private SchemaState views(SchemaState state) {
    SchemaState with = state;
    int number = 0;
    for (TableSchema table :
        state.objects().values().stream()
            .filter(TableSchema.class::isInstance)
            .map(TableSchema.class::cast)
            .filter(t -> t.partitionKey() == null && t.partitionOf() == null)
            .toList()) {
      if (chance(2)) {
        continue;
      }
      List<String> columns =
          table.columns().stream().map(Column::name).filter(c -> chance(2)).toList();
      String list =
          columns.isEmpty()
              ? "1 AS one"
              : columns.stream().map(Identifiers::quote).collect(Collectors.joining(", "));
      ObjectRef view = new ObjectRef(ObjectKind.VIEW, table.schema(), "view " + number++);
      List<Dependency> rests = new ArrayList<>();
      rests.add(new Dependency(table.ref(), null));
      columns.forEach(c -> rests.add(new Dependency(table.ref(), c)));
      with =
          with.with(
              view,
              new OpaqueDefinition(
                  "CREATE VIEW %s AS SELECT %s FROM %s"
                      .formatted(name(view), list, name(table.ref())),
                  rests));
      if (chance(2)) {
        ObjectRef upper = new ObjectRef(ObjectKind.VIEW, "public", "upper " + number);
        with =
            with.with(
                upper,
                new OpaqueDefinition(
                    "CREATE VIEW %s AS SELECT count(*) AS n FROM %s"
                        .formatted(name(upper), name(view)),
                    List.of(new Dependency(view, null))));
      }
    }
    return with;
  }

  private static String name(ObjectRef ref) {
    return Identifiers.quote(ref.schema(), ref.name());
  }
}
