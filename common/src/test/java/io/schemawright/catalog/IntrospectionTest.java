package io.schemawright.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IntrospectionTest {

  private static final ObjectRef TABLE = ObjectRef.table("public", "t");

  private final Connection connection;

  /** JUnit makes a new instance for each test. */
  IntrospectionTest() throws SQLException {
    connection = TestPostgres.freshDatabase();
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  @Test
  void read_ofWhatIsNotThere_isEmpty() throws SQLException {
    assertThat(Introspection.read(connection, List.of())).isEmpty();
    assertThat(
            Introspection.read(
                connection,
                List.of(
                    TABLE,
                    new ObjectRef(ObjectKind.VIEW, "nowhere", "v"),
                    ObjectRef.table("public", "x".repeat(64)))))
        .isEmpty();
  }

  @Test
  void read_ofANameTooLong_doesNotFindItsBeginning() throws SQLException {
    execute("CREATE TABLE " + "x".repeat(63) + " (a integer)");
    assertThat(Introspection.read(connection, List.of(ObjectRef.table("public", "x".repeat(64)))))
        .isEmpty();
  }

  @Test
  void read_inATransaction_seesItsDdlAndLeavesItAsItWas() throws SQLException {
    connection.setAutoCommit(false);
    execute("SET LOCAL search_path = public, pg_temp", "SET LOCAL TimeZone = 'Pacific/Chatham'");
    execute("CREATE TABLE t (a integer)");
    assertThat(Introspection.read(connection, List.of(TABLE))).containsOnlyKeys(TABLE);
    assertThat(show("search_path")).isEqualTo("public, pg_temp");
    assertThat(show("TimeZone")).isEqualTo("Pacific/Chatham");
    execute("INSERT INTO t VALUES (1)");
    connection.rollback();
    connection.setAutoCommit(true);
    assertThat(Introspection.read(connection, List.of(TABLE))).isEmpty();
    assertThat(connection.getAutoCommit()).isTrue();
  }

  @Test
  void read_underOtherSettings_givesTheSameFingerprint() throws SQLException {
    execute(
        "CREATE SCHEMA s",
        "CREATE TYPE s.mood AS ENUM ('sad', 'ok')",
        "CREATE TABLE s.parent (id integer PRIMARY KEY)",
        """
        CREATE TABLE t (a s.mood DEFAULT 'ok', b timestamptz DEFAULT '2026-01-01 00:00:00+00',
          c interval DEFAULT '1 day 2 hours', d double precision DEFAULT 0.1,
          e integer REFERENCES s.parent, f bytea DEFAULT '\\x00ff', g money DEFAULT '1.5',
          CHECK (a <> 'sad'))
        """);
    Fingerprint first = read(TABLE).fingerprint();
    execute(
        "SET search_path = s, public",
        "SET TimeZone = 'Asia/Tokyo'",
        "SET DateStyle = 'ISO, DMY'",
        "SET IntervalStyle = 'iso_8601'",
        "SET extra_float_digits = 0",
        "SET bytea_output = 'escape'",
        "SET quote_all_identifiers = on");
    assertThat(read(TABLE).fingerprint()).isEqualTo(first);
  }

  @Test
  void fingerprint_doesNotKnowTheOrderThingsCameIn() throws SQLException {
    execute(
        "CREATE TABLE t (a integer CONSTRAINT x CHECK (a > 0), b text, CONSTRAINT y UNIQUE (a, b))",
        "CREATE INDEX i1 ON t (a)",
        "CREATE INDEX i2 ON t (b)");
    Fingerprint first = read(TABLE).fingerprint();
    execute(
        "DROP TABLE t",
        "CREATE TABLE t (gone integer, b text)",
        "ALTER TABLE t ADD COLUMN a integer",
        "CREATE INDEX i2 ON t (b)",
        "ALTER TABLE t ADD CONSTRAINT y UNIQUE (a, b)",
        "CREATE INDEX i1 ON t (a)",
        "ALTER TABLE t ADD CONSTRAINT x CHECK (a > 0)",
        "ALTER TABLE t DROP COLUMN gone");
    assertThat(read(TABLE).fingerprint()).isEqualTo(first);
    execute("ALTER TABLE t ALTER COLUMN b SET NOT NULL");
    assertThat(read(TABLE).fingerprint()).isNotEqualTo(first);
  }

  @Test
  void read_ofAPartition_leavesOutWhatItsTableBrings() throws SQLException {
    execute(
        """
        CREATE TABLE t (a bigint GENERATED ALWAYS AS IDENTITY, b text DEFAULT 'x', PRIMARY KEY (a),
          CONSTRAINT c CHECK (b <> '')) PARTITION BY RANGE (a)
        """,
        "CREATE INDEX i ON t (b)",
        "CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (1) TO (10)",
        "CREATE INDEX own ON t1 (b, a)",
        "CREATE TABLE t2 (b text, a bigint NOT NULL, CONSTRAINT c CHECK (b <> ''))",
        "ALTER TABLE t ATTACH PARTITION t2 DEFAULT");
    TableSchema whole = table(TABLE);
    TableSchema first = table(ObjectRef.table("public", "t1"));
    TableSchema second = table(ObjectRef.table("public", "t2"));
    assertThat(whole.partitionKey()).isEqualTo("RANGE (a)");
    assertThat(whole.others()).isEmpty();
    assertThat(first.partitionOf())
        .isEqualTo(new PartitionOf("public", "t", "FOR VALUES FROM ('1') TO ('10')"));
    assertThat(second.partitionOf()).isEqualTo(new PartitionOf("public", "t", "DEFAULT"));
    for (TableSchema partition : List.of(first, second)) {
      assertThat(partition.primaryKey()).isNull();
      assertThat(partition.checks()).isEmpty();
      assertThat(partition.others()).isEmpty();
    }
    assertThat(first.indexes()).extracting(Index::name).containsExactly("own");
    execute("DROP TABLE t1, t2");
    TestPostgres.execute(connection, Ddl.createTable(first, whole));
    TestPostgres.execute(connection, Ddl.createTable(second, whole));
    assertThat(table(first.ref())).isEqualTo(first);
    assertThat(table(second.ref())).isEqualTo(second);
    assertThat(Ddl.createTable(first, whole).get(0)).contains(" PARTITION OF ");
    assertThat(Ddl.createTable(second, whole).get(1)).contains(" ATTACH PARTITION ");
  }

  @Test
  void read_ofAnIndex_namesTheOperatorClassesThatAreNotTheDefault() throws SQLException {
    execute(
        "CREATE SCHEMA \"a \"\"b\"\".c\"",
        """
        CREATE OPERATOR CLASS "a ""b"".c"."even ""first" FOR TYPE integer USING btree AS
          OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >,
          FUNCTION 1 btint4cmp(integer, integer)
        """,
        "CREATE TABLE t (a integer, b text, c jsonb)",
        "CREATE INDEX i ON t (a \"a \"\"b\"\".c\".\"even \"\"first\", a, b text_pattern_ops, b)",
        "CREATE INDEX j ON t USING gin (c jsonb_path_ops)",
        "CREATE INDEX k ON t USING gin (c)");
    TableSchema table = table(TABLE);
    assertThat(table.indexes())
        .extracting(index -> index.keys().stream().map(IndexKey::operatorClass).toList())
        .containsExactly(
            Arrays.asList("\"a \"\"b\"\".c\".\"even \"\"first\"", null, "text_pattern_ops", null),
            List.of("jsonb_path_ops"),
            Collections.singletonList(null));
    execute("DROP TABLE t");
    TestPostgres.execute(connection, Ddl.createTable(table));
    assertThat(table(TABLE)).isEqualTo(table);
  }

  @Test
  void readMeasured_isWhatReadAndStatisticsSay() throws SQLException {
    execute("CREATE TABLE t (a integer PRIMARY KEY)", "CREATE VIEW v AS SELECT a FROM t");
    List<ObjectRef> refs =
        List.of(
            TABLE,
            new ObjectRef(ObjectKind.VIEW, "public", "v"),
            ObjectRef.table("public", "nowhere"));

    Introspection.Measured measured = Introspection.readMeasured(connection, refs);

    assertThat(measured.objects()).hasSize(2).isEqualTo(Introspection.read(connection, refs));
    assertThat(measured.sizes())
        .isEqualTo(Introspection.statistics(connection, List.of(TABLE)))
        .containsOnlyKeys(TABLE);
  }

  @Test
  void statistics_tellAnEmptyTableFromAFullOne() throws SQLException {
    ObjectRef full = ObjectRef.table("public", "full table");
    execute(
        "CREATE TABLE t (a text)",
        "CREATE TABLE \"full table\" (a text)",
        "INSERT INTO \"full table\" SELECT 'x' FROM generate_series(1, 1000)",
        "ANALYZE");
    Map<ObjectRef, TableStatistics> statistics =
        Introspection.statistics(
            connection, List.of(TABLE, full, ObjectRef.table("public", "none")));
    assertThat(statistics).containsOnlyKeys(TABLE, full);
    assertThat(Objects.requireNonNull(statistics.get(TABLE)).empty()).isTrue();
    assertThat(Objects.requireNonNull(statistics.get(full)))
        .matches(found -> !found.empty() && found.rowEstimate() == 1000)
        .matches(found -> found.totalBytes() > found.heapBytes());
  }

  private CatalogObject read(ObjectRef ref) throws SQLException {
    return TestPostgres.read(connection, ref);
  }

  private TableSchema table(ObjectRef ref) throws SQLException {
    return (TableSchema) read(ref).definition();
  }

  private void execute(String... statements) throws SQLException {
    TestPostgres.execute(connection, statements);
  }

  private String show(String setting) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SHOW " + setting)) {
      row.next();
      return row.getString(1);
    }
  }
}
