package io.schemawright.catalog;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Makes a partitioned table and its partitions, some of them partitioned again. */
final class RandomPartitions {
  private final Random random;

  RandomPartitions(Random random) {
    this.random = random;
  }

  /** The partitioned table first; {@code types} are what a column may have. */
  List<TableSchema> next(String schema, String name, List<RandomTypes.Usable> types) {
    List<Column> columns = new ArrayList<>();
    columns.add(Column.of("k", "integer", false));
    columns.add(Column.of("n", "bigint", chance(2)).withDefault(chance(2) ? "5" : null));
    if (!types.isEmpty()) {
      RandomTypes.Usable type = types.get(random.nextInt(types.size()));
      columns.add(Column.of("u", type.printed(), true).withDefault(type.value()));
    }
    columns.add(Column.of("t", "text", true).withComment(chance(2) ? "its text" : null));
    GeneratedNames names = new GeneratedNames(Set.of(name));
    String method = List.of("RANGE", "LIST", "HASH").get(random.nextInt(3));
    TableSchema whole =
        plain(schema, name, columns).toBuilder()
            .primaryKey(
                chance(2)
                    ? new PrimaryKey(names.primaryKey(name), List.of("k"), List.of(), null)
                    : null)
            .checks(chance(2) ? List.of(CheckConstraint.of(name + "_check", "n > 0")) : List.of())
            .indexes(chance(2) ? List.of(index(name + "_by_t", "t")) : List.of())
            .partitionKey(method + " (k)")
            .build();
    List<TableSchema> tables = new ArrayList<>(List.of(whole));
    for (int i = 0; i < 3; i++) {
      TableSchema part = partition(whole, name + "_" + i, bound(method, i));
      if (chance(3)) {
        part = part.toBuilder().partitionKey("HASH (k)").build();
        tables.add(part);
        tables.add(partition(part, part.name() + "_0", bound("HASH", 0)));
      } else {
        tables.add(part);
      }
    }
    return tables;
  }

  private TableSchema partition(TableSchema whole, String name, String bound) {
    List<Column> columns = new ArrayList<>();
    for (Column column : whole.columns()) {
      boolean own = column.name().equals("n") && chance(2);
      columns.add(
          (own ? column.withDefault(chance(2) ? "7" : null).withNullable(false) : column)
              .withComment(null));
    }
    if (chance(3)) {
      Collections.shuffle(columns, random);
    }
    return plain(whole.schema(), name, columns).toBuilder()
        .checks(chance(3) ? List.of(CheckConstraint.of(name + "_own", "k <> 77")) : List.of())
        .indexes(chance(2) ? List.of(index(name + "_own_by_n", "n")) : List.of())
        .partitionOf(new PartitionOf(whole.schema(), whole.name(), bound))
        .comment(chance(2) ? "a part" : null)
        .build();
  }

  private static String bound(String method, int number) {
    return switch (method) {
      case "RANGE" ->
          number == 2
              ? "DEFAULT"
              : "FOR VALUES FROM (%d) TO (%d)".formatted(number * 10, number * 10 + 10);
      case "LIST" ->
          number == 2 ? "DEFAULT" : "FOR VALUES IN (%d, %d)".formatted(number, number + 9);
      default -> "FOR VALUES WITH (modulus 3, remainder %d)".formatted(number);
    };
  }

  private static Index index(String name, String column) {
    return new Index(
        name, "btree", List.of(IndexKey.of(column)), List.of(), false, false, null, false);
  }

  private static TableSchema plain(String schema, String name, List<Column> columns) {
    return new TableSchema(
        schema, name, columns, null, List.of(), List.of(), List.of(), List.of(), null, false,
        List.of());
  }

  private boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }
}
