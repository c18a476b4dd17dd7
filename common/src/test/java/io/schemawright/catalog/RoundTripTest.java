package io.schemawright.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What was created, read, written as DDL, created elsewhere and read again is the same. */
class RoundTripTest {

  private static final int TABLES = Integer.getInteger("schemawright.generated", 80);
  private static final int STATES = Math.max(1, TABLES / 20);

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
  void generatedStates_readAndWrittenAndRead_areTheSameInWhateverOrder() throws SQLException {
    long seed = Long.getLong("schemawright.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int i = 0; i < STATES; i++) {
      try (Connection first = TestPostgres.freshDatabase();
          Connection second = TestPostgres.freshDatabase();
          Connection third = TestPostgres.freshDatabase()) {
        int version = first.getMetaData().getDatabaseMajorVersion();
        SchemaState wanted = state(random, version);
        System.out.printf(
            "PostgreSQL %d, state %d of %d objects, -Dschemawright.seed=%d%n",
            version, i, wanted.objects().size(), seed);
        TestPostgres.execute(first, Rebuilding.of(wanted));
        Map<ObjectRef, CatalogObject> read = readAll(first);
        assertThat(read.keySet()).isEqualTo(wanted.objects().keySet());
        SchemaState found = SchemaState.of(read.values());
        wanted.objects().forEach((ref, definition) -> assertSame(definition, found, ref));
        TestPostgres.execute(second, Rebuilding.of(found));
        assertThat(readAll(second)).as("-Dschemawright.seed=%d", seed).isEqualTo(read);
        TestPostgres.execute(third, Rebuilding.inAnotherOrder(found, random));
        readAll(third)
            .forEach(
                (ref, again) -> {
                  CatalogObject object = Objects.requireNonNull(read.get(ref), ref::key);
                  assertThat(again.definition().sorted()).isEqualTo(object.definition().sorted());
                  assertThat(again.fingerprint()).isEqualTo(object.fingerprint());
                });
      }
    }
  }

  /**
   * Everything, the domains with what they rest on at second hand too. A domain without a default
   * of its own takes a copy of the one below it (CREATE DOMAIN, {@code DefineDomain}), and that
   * rests on one domain more than the same default written out does.
   */
  private static Map<ObjectRef, CatalogObject> readAll(Connection connection) throws SQLException {
    Map<ObjectRef, CatalogObject> read = Introspection.readSchemas(connection, List.of());
    SchemaState state = SchemaState.of(read.values());
    Map<ObjectRef, CatalogObject> closed = new LinkedHashMap<>(read);
    closed.replaceAll(
        (ref, object) ->
            object.definition() instanceof DomainType domain
                ? new CatalogObject(ref, object.fingerprint(), closed(domain, state))
                : object);
    return closed;
  }

  private static DomainType closed(DomainType domain, SchemaState state) {
    Set<Dependency> all = new TreeSet<>();
    Deque<Dependency> open = new ArrayDeque<>(domain.dependsOn());
    while (!open.isEmpty()) {
      Dependency next = open.remove();
      if (all.add(next)) {
        state.find(next.object()).ifPresent(below -> open.addAll(below.dependsOn()));
      }
    }
    return domain.dependingOn(List.copyOf(all));
  }

  private static SchemaState state(Random random, int version) {
    SchemaState state = SchemaState.empty();
    List<String> schemas = List.of("public", "Other schema");
    RandomTypes types = new RandomTypes(random);
    for (int i = 0; i < 6; i++) {
      String schema = schemas.get(i % 2);
      ObjectRef type = new ObjectRef(ObjectKind.ENUM, schema, i == 3 ? "order" : "Mood " + i);
      state = state.with(type, types.nextEnum(type));
      ObjectRef domain = new ObjectRef(ObjectKind.DOMAIN, schema, "domain_" + i);
      state = state.with(domain, types.nextDomain(domain));
      ObjectRef sequence = new ObjectRef(ObjectKind.SEQUENCE, schema, "sequence " + i);
      state = state.with(sequence, types.nextSequence());
    }
    RandomTables tables = new RandomTables(random, version, types.usable());
    RandomPartitions partitions = new RandomPartitions(random);
    TableSchema previous = null;
    for (int i = 0; i < 12; i++) {
      TableSchema table = tables.next(schemas.get(i % 2), "table_" + i, previous);
      state = state.with(table);
      previous = table;
    }
    for (int i = 0; i < 3; i++) {
      for (TableSchema table : partitions.next(schemas.get(i % 2), "parts_" + i, types.usable())) {
        state = state.with(table);
      }
    }
    return state;
  }

  private static void assertSame(Definition wanted, SchemaState state, ObjectRef ref) {
    Definition found = state.find(ref).orElseThrow();
    if (wanted instanceof TableSchema table) {
      assertSameButForExpressions(table, (TableSchema) found);
    } else if (wanted instanceof DomainType) {
      assertThat(found)
          .usingRecursiveComparison()
          .ignoringFields("defaultValue", "checks.expression", "dependsOn")
          .isEqualTo(wanted.sorted());
    } else {
      assertThat(found).isEqualTo(wanted);
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
    CatalogObject read = TestPostgres.read(first, table.ref());
    TableSchema model = (TableSchema) read.definition();
    assertSameButForExpressions(table, model);
    TestPostgres.execute(second, Ddl.createTable(model));
    CatalogObject again = TestPostgres.read(second, table.ref());
    assertThat(again.definition()).as("%s", Ddl.createTable(model)).isEqualTo(model);
    assertThat(again.fingerprint()).isEqualTo(read.fingerprint());
  }

  private static void assertSameButForExpressions(TableSchema wanted, TableSchema read) {
    TableSchema sorted = wanted.sorted();
    TableSchema found = read.sorted();
    assertThat(found.others()).isEqualTo(sorted.others());
    assertThat(found.partitionKey()).isEqualTo(sorted.partitionKey());
    assertThat(found.partitionOf()).isEqualTo(sorted.partitionOf());
    assertThat(found.exclusions())
        .usingRecursiveComparison()
        .ignoringFields("predicate")
        .isEqualTo(sorted.exclusions());
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
}
