package io.schemawright.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What was created, read, written as DDL, created elsewhere and read again is the same. */
class RoundTripTest {

  private static final int TABLES = Integer.getInteger("schemawright.generated", 80);

  @Test
  void generatedTables_readAndWrittenAndRead_areTheSame() throws SQLException {
    long seed = Long.getLong("schemawright.seed", System.nanoTime());
    try (Connection first = TestPostgres.freshDatabase();
        Connection second = TestPostgres.freshDatabase()) {
      int version = first.getMetaData().getDatabaseMajorVersion();
      System.out.printf("PostgreSQL %d, -Dschemawright.seed=%d%n", version, seed);
      RandomTables tables = new RandomTables(seed, version);
      List<String> schemas = List.of("public", "Other schema", "ünïcödé");
      for (Connection connection : List.of(first, second)) {
        TestPostgres.execute(
            connection, "CREATE SCHEMA \"Other schema\"", "CREATE SCHEMA \"ünïcödé\"");
      }
      TableSchema previous = null;
      for (int i = 0; i < TABLES; i++) {
        TableSchema table = tables.next(schemas.get(i % schemas.size()), "table_" + i, previous);
        assertRoundTrip(table, first, second);
        previous = table;
      }
      assertThat(Introspection.readSchemas(second, List.of()))
          .isEqualTo(Introspection.readSchemas(first, List.of()))
          .hasSize(TABLES);
    }
  }

  @Test
  void hardNames_readAndWrittenAndRead_areTheSame() throws SQLException {
    String long63 = "x".repeat(61) + "ü";
    Map<String, String> tables = new LinkedHashMap<>();
    for (String schema : List.of("public", "Sch\"ema", "s.t", long63)) {
      for (String name :
          List.of("select", "User", "a\"b", "it's", "a b", "表", "a.b", "$$", "--", "%s", long63)) {
        tables.put(schema + "\n" + name, schema);
      }
    }
    try (Connection first = TestPostgres.freshDatabase();
        Connection second = TestPostgres.freshDatabase()) {
      for (Connection connection : List.of(first, second)) {
        for (String schema : tables.values().stream().distinct().skip(1).toList()) {
          TestPostgres.execute(connection, "CREATE SCHEMA " + Identifiers.quote(schema));
        }
      }
      for (String both : tables.keySet()) {
        String schema = both.substring(0, both.indexOf('\n'));
        String name = both.substring(both.indexOf('\n') + 1);
        assertRoundTrip(hardTable(schema, name), first, second);
      }
    }
  }

  private static TableSchema hardTable(String schema, String name) {
    GeneratedNames names = new GeneratedNames(Set.of(name));
    String sequence = GeneratedNames.sequence(name, name);
    return new TableSchema(
        schema,
        name,
        List.of(
            new Column(
                name,
                "integer",
                false,
                null,
                null,
                OwnedSequence.named(sequence),
                null,
                null,
                "it's \\ \"x\""),
            Column.of("other", "integer", true)),
        new PrimaryKey(names.primaryKey(name), List.of(name), List.of("other"), null),
        List.of(
            new UniqueConstraint(
                names.unique(name, List.of(name, "other")),
                List.of(name, "other"),
                List.of(),
                false,
                null)),
        List.of(CheckConstraint.of(names.check(name, name), Identifiers.quote(name) + " > 0")),
        List.of(
            new ForeignKey(
                names.foreignKey(name, List.of("other")),
                List.of("other"),
                schema,
                name,
                List.of(name),
                ReferentialAction.SET_NULL,
                ReferentialAction.CASCADE,
                false,
                null,
                false,
                false)),
        List.of(
            new Index(
                names.index(name, List.of(name)),
                "hash",
                List.of(IndexKey.of(name)),
                List.of(),
                false,
                false,
                Identifiers.quote(name) + " <> 3",
                false)),
        "comment on " + name,
        false,
        List.of());
  }

  private static void assertRoundTrip(TableSchema table, Connection first, Connection second)
      throws SQLException {
    TestPostgres.execute(first, Ddl.createTable(table));
    CatalogObject read = read(first, table.ref());
    TableSchema model = (TableSchema) read.definition();
    assertSameButForExpressions(table, model);
    TestPostgres.execute(second, Ddl.createTable(model));
    CatalogObject again = read(second, table.ref());
    assertThat(again.definition()).as("%s", Ddl.createTable(model)).isEqualTo(model);
    assertThat(again.fingerprint()).isEqualTo(read.fingerprint());
  }

  private static void assertSameButForExpressions(TableSchema wanted, TableSchema read) {
    TableSchema sorted = wanted.sorted();
    TableSchema found = read.sorted();
    assertThat(found.others()).isEmpty();
    assertThat(found.comment()).isEqualTo(sorted.comment());
    assertThat(found.unlogged()).isEqualTo(sorted.unlogged());
    assertThat(found.primaryKey()).isEqualTo(sorted.primaryKey());
    assertThat(found.uniqueConstraints()).isEqualTo(sorted.uniqueConstraints());
    assertThat(found.checks())
        .extracting(CheckConstraint::name)
        .isEqualTo(sorted.checks().stream().map(CheckConstraint::name).toList());
    assertThat(found.columns()).extracting(Column::name).isEqualTo(names(sorted));
    for (int i = 0; i < found.columns().size(); i++) {
      Column column = found.columns().get(i);
      assertThat(column)
          .usingRecursiveComparison()
          .ignoringFields("defaultValue", "generated")
          .isEqualTo(sorted.columns().get(i));
      assertThat(column.defaultValue() == null)
          .isEqualTo(sorted.columns().get(i).defaultValue() == null);
    }
    assertThat(found.foreignKeys())
        .usingRecursiveComparison()
        .ignoringFields("notValid")
        .isEqualTo(sorted.foreignKeys());
    assertThat(found.indexes())
        .usingRecursiveComparison()
        .ignoringFields("predicate", "keys.expression")
        .isEqualTo(sorted.indexes());
  }

  private static List<String> names(TableSchema table) {
    return table.columns().stream().map(Column::name).toList();
  }

  private static CatalogObject read(Connection connection, ObjectRef ref) throws SQLException {
    return Objects.requireNonNull(Introspection.read(connection, List.of(ref)).get(ref), ref::key);
  }
}
