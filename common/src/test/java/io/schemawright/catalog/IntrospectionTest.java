package io.schemawright.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemawright.catalog.TablePart.Kind;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
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
  void read_ofWhatTheRecordsCannotSay_keepsItAsSqlThatMakesIt() throws SQLException {
    execute(
        "CREATE TABLE t (a integer, b int4range, c text, EXCLUDE USING gist (b WITH &&))",
        "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
        "CREATE TRIGGER g AFTER INSERT ON t EXECUTE FUNCTION f()",
        "ALTER TABLE t DISABLE TRIGGER g",
        "ALTER TABLE t ENABLE ROW LEVEL SECURITY",
        "CREATE POLICY p ON t FOR SELECT TO PUBLIC USING (a > 0)",
        "CREATE RULE r AS ON DELETE TO t DO INSTEAD NOTHING",
        "CREATE STATISTICS st ON a, c FROM t",
        "ALTER TABLE t SET (fillfactor = 70)",
        "ALTER TABLE t ALTER COLUMN c SET STATISTICS 7",
        "ALTER TABLE t ALTER COLUMN c SET STORAGE EXTERNAL",
        "ALTER TABLE t REPLICA IDENTITY FULL",
        "CREATE INDEX i ON t (a) WITH (fillfactor = 60)",
        "COMMENT ON INDEX i IS 'it''s \\ one'",
        "ALTER TABLE t CLUSTER ON i");
    TableSchema table = table(TABLE);
    assertThat(table.others())
        .extracting(TablePart::kind)
        .contains(
            Kind.CONSTRAINT, Kind.TRIGGER, Kind.POLICY, Kind.RULE, Kind.STATISTICS, Kind.COMMENT);
    assertThat(table.others()).filteredOn(part -> part.kind() == Kind.SETTING).hasSize(8);
    execute("DROP TABLE t");
    TestPostgres.execute(connection, Ddl.createTable(table));
    assertThat(table(TABLE)).isEqualTo(table);
  }

  @Test
  void read_ofAPartition_saysWhatCannotBeWritten() throws SQLException {
    execute(
        "CREATE TABLE t (a integer PRIMARY KEY) PARTITION BY RANGE (a)",
        "CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (1) TO (10)");
    assertThat(table(TABLE).others())
        .containsExactly(new TablePart(Kind.STRUCTURE, "partition key", "PARTITION BY RANGE (a)"));
    assertThat(table(ObjectRef.table("public", "t1")).others())
        .extracting(TablePart::definition)
        .containsExactlyInAnyOrder("INHERITS (public.t)", "FOR VALUES FROM (1) TO (10)");
  }

  @Test
  void readSchemas_listsObjectsOfUsersOnly() throws SQLException {
    execute(
        "CREATE SCHEMA schemawright",
        "CREATE TABLE schemawright.ledger (a integer)",
        "CREATE TABLE t (id bigserial, n integer GENERATED ALWAYS AS IDENTITY)",
        "CREATE VIEW v AS SELECT id FROM t",
        "CREATE MATERIALIZED VIEW m AS SELECT id FROM t",
        "CREATE INDEX ON m (id)",
        "CREATE SEQUENCE free INCREMENT BY 3 CYCLE",
        "CREATE SEQUENCE owned OWNED BY t.n",
        "CREATE TYPE e AS ENUM ('a', 'it''s')",
        "CREATE DOMAIN d AS text COLLATE \"C\" NOT NULL DEFAULT 'x' CHECK (VALUE <> '')",
        "CREATE TYPE c AS (a integer, b text)",
        "CREATE FUNCTION f(a integer, b text[]) RETURNS integer LANGUAGE sql AS 'SELECT 1'",
        "CREATE AGGREGATE total(integer) (SFUNC = int4pl, STYPE = integer)");
    Map<ObjectRef, CatalogObject> all = Introspection.readSchemas(connection, List.of());
    assertThat(all.keySet())
        .extracting(ObjectRef::key)
        .containsExactlyInAnyOrder(
            "table/public.t",
            "view/public.v",
            "materialized-view/public.m",
            "sequence/public.free",
            "sequence/public.owned",
            "enum/public.e",
            "domain/public.d",
            "composite-type/public.c",
            "function/public.f(integer, text[])",
            "function/public.total(integer)");
    assertThat(Introspection.readSchemas(connection, List.of("public"))).isEqualTo(all);
    assertThat(Introspection.read(connection, all.keySet())).isEqualTo(all);
    assertThat(text(all, "sequence/public.owned")).endsWith(" OWNED BY public.t.n");
    assertThat(text(all, "enum/public.e")).isEqualTo("CREATE TYPE public.e AS ENUM ('a', 'it''s')");
    assertThat(text(all, "domain/public.d"))
        .startsWith("CREATE DOMAIN public.d AS text COLLATE \"C\" DEFAULT 'x'::text NOT NULL");
    for (String key : List.of("view/public.v", "sequence/public.free", "composite-type/public.c")) {
      ObjectRef ref = ObjectRef.parse(key);
      String kind = key.startsWith("composite") ? "TYPE" : ref.kind().name();
      execute("DROP " + kind + " " + Identifiers.quote(ref.schema(), ref.name()), text(all, key));
      assertThat(read(ref)).isEqualTo(all.get(ref));
    }
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

  private static String text(Map<ObjectRef, CatalogObject> objects, String key) {
    CatalogObject object = Objects.requireNonNull(objects.get(ObjectRef.parse(key)), key);
    return ((OpaqueDefinition) object.definition()).text();
  }

  private CatalogObject read(ObjectRef ref) throws SQLException {
    return Objects.requireNonNull(Introspection.read(connection, List.of(ref)).get(ref), ref::key);
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
