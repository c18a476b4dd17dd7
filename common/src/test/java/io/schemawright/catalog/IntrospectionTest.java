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
  private final int version;

  /** JUnit makes a new instance for each test. */
  IntrospectionTest() throws SQLException {
    connection = TestPostgres.freshDatabase();
    version = connection.getMetaData().getDatabaseMajorVersion();
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
        .contains(Kind.TRIGGER, Kind.POLICY, Kind.RULE, Kind.STATISTICS, Kind.COMMENT);
    assertThat(table.others()).filteredOn(part -> part.kind() == Kind.SETTING).hasSize(8);
    execute("DROP TABLE t");
    TestPostgres.execute(connection, Ddl.createTable(table));
    assertThat(table(TABLE)).isEqualTo(table);
  }

  @Test
  void removals_takeEveryPartAway() throws SQLException {
    execute(
        "CREATE TABLE t (a integer NOT NULL, b int4range, c text)",
        "CREATE TABLE u (a integer PRIMARY KEY)",
        "CREATE UNIQUE INDEX k ON t (a)",
        "CREATE INDEX i ON t (b) WITH (fillfactor = 60)");
    if (version >= 15) {
      execute("ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES u ON DELETE SET NULL (a)");
    }
    if (version >= 18) {
      execute("ALTER TABLE t ADD CONSTRAINT c NOT NULL c NOT VALID");
    }
    execute("CREATE PUBLICATION \"P\" FOR TABLE t", "CREATE PUBLICATION everything FOR ALL TABLES");
    execute(
        "CREATE INDEX o ON t ((c || 'x') COLLATE \"C\")",
        "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
        "CREATE TRIGGER g AFTER INSERT ON t EXECUTE FUNCTION f()",
        "COMMENT ON TRIGGER g ON t IS 'its comment'",
        "ALTER TABLE t ENABLE ALWAYS TRIGGER g",
        "ALTER TABLE t ENABLE ROW LEVEL SECURITY",
        "ALTER TABLE t FORCE ROW LEVEL SECURITY",
        "CREATE POLICY p ON t FOR SELECT TO PUBLIC USING (a > 0)",
        "COMMENT ON POLICY p ON t IS 'its comment'",
        "CREATE RULE r AS ON DELETE TO t DO INSTEAD NOTHING",
        "ALTER TABLE t DISABLE RULE r",
        "CREATE STATISTICS st ON a, c FROM t",
        "ALTER STATISTICS st SET STATISTICS 3",
        "COMMENT ON STATISTICS st IS 'its comment'",
        "ALTER TABLE t SET (fillfactor = 70, autovacuum_enabled = off)",
        "ALTER TABLE t SET (toast.autovacuum_enabled = off)",
        "ALTER TABLE t ALTER COLUMN c SET STATISTICS 7",
        "ALTER TABLE t ALTER COLUMN c SET STORAGE EXTERNAL",
        "ALTER TABLE t ALTER COLUMN c SET COMPRESSION pglz",
        "ALTER TABLE t ALTER COLUMN a SET (n_distinct = 5)",
        "ALTER TABLE t REPLICA IDENTITY USING INDEX k",
        "COMMENT ON INDEX i IS 'it''s \\ one'",
        "ALTER TABLE t CLUSTER ON i");
    TableSchema table = table(TABLE);
    assertThat(table.others()).hasSizeGreaterThan(20);
    assertThat(table.others())
        .filteredOn(part -> part.kind() == Kind.PUBLICATION)
        .extracting(TablePart::name)
        .containsExactly("P");
    for (int i = table.others().size() - 1; i >= 0; i--) {
      TablePart part = table.others().get(i);
      execute(Objects.requireNonNull(part.removal(), part::definition));
      assertThat(table(TABLE).others()).as("%s", part.removal()).doesNotContain(part);
      if (part.kind() == Kind.COMMENT || part.kind() == Kind.SETTING) {
        execute(part.definition());
        assertThat(table(TABLE).others()).contains(part);
        execute(part.removal());
      }
    }
    assertThat(table(TABLE).others()).isEmpty();
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
  void readSchemas_listsObjectsOfUsersOnly() throws SQLException {
    execute(
        "CREATE SCHEMA schemawright",
        "CREATE TABLE schemawright.ledger (a integer)",
        "CREATE SCHEMA schemawright_trash_0123456789ab",
        "CREATE TABLE schemawright_trash_0123456789ab.gone (a integer)",
        "CREATE TABLE t (id bigserial, n integer GENERATED ALWAYS AS IDENTITY)",
        "CREATE VIEW v AS SELECT id FROM t",
        "CREATE MATERIALIZED VIEW m AS SELECT id FROM t",
        "CREATE INDEX ON m (id)",
        "COMMENT ON MATERIALIZED VIEW m IS 'kept'",
        "COMMENT ON COLUMN v.id IS 'which'",
        "CREATE SEQUENCE free INCREMENT BY 3 CYCLE",
        "CREATE SEQUENCE owned OWNED BY t.n",
        "CREATE TYPE e AS ENUM ('a', 'it''s')",
        "COMMENT ON TYPE e IS 'moods'",
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
    assertThat(definition(all, "sequence/public.owned"))
        .isEqualTo(
            new FreeSequence(
                "bigint",
                null,
                null,
                null,
                null,
                null,
                false,
                new FreeSequence.Owner("public", "t", "n"),
                null));
    assertThat(definition(all, "sequence/public.free"))
        .isEqualTo(new FreeSequence("bigint", null, 3L, null, null, null, true, null, null));
    assertThat(definition(all, "enum/public.e"))
        .isEqualTo(new EnumType(List.of("a", "it's"), "moods"));
    assertThat(definition(all, "domain/public.d"))
        .isEqualTo(
            new DomainType(
                "text",
                false,
                "'x'::text",
                "C",
                List.of(CheckConstraint.of("d_check", "(VALUE <> ''::text)")),
                null));
    for (String key : all.keySet().stream().map(ObjectRef::key).toList()) {
      ObjectRef ref = ObjectRef.parse(key);
      if (!key.equals("table/public.t")) {
        execute(Ddl.drop(ref));
        TestPostgres.execute(
            connection, Ddl.create(ref, definition(all, key), SchemaState.empty()));
        if (definition(all, key) instanceof FreeSequence sequence) {
          execute(Ddl.ownSequence(ref, sequence));
        }
        assertThat(read(ref)).isEqualTo(all.get(ref));
      }
    }
  }

  @Test
  void dependsOn_isWhatMustBeThereFirst() throws SQLException {
    execute(
        "CREATE SCHEMA \"S\"",
        "CREATE TYPE \"S\".\"Mood\" AS ENUM ('sad', 'ok')",
        "CREATE TYPE pair AS (a integer, b \"S\".\"Mood\"[])",
        "CREATE FUNCTION f(integer) RETURNS integer IMMUTABLE LANGUAGE sql AS 'SELECT $1'",
        "CREATE FUNCTION g() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
        "CREATE DOMAIN positive AS integer CHECK (f(VALUE) > 0)",
        "CREATE SEQUENCE free",
        "CREATE TABLE u (id bigserial PRIMARY KEY, n integer)",
        """
        CREATE TABLE t (a "S"."Mood"[], b pair, c positive DEFAULT nextval('free'),
          d integer DEFAULT f(3), e integer CHECK (f(e) > 1), g bigint REFERENCES u,
          h bigint DEFAULT nextval('u_id_seq'))
        """,
        "CREATE INDEX ON t (f(d))",
        "CREATE TRIGGER g AFTER INSERT ON t EXECUTE FUNCTION g()",
        "CREATE VIEW v AS SELECT a, n FROM t JOIN u ON id = g",
        "CREATE VIEW w AS SELECT f(n) FROM v",
        "CREATE FUNCTION rows() RETURNS SETOF u LANGUAGE sql AS 'SELECT * FROM u'");
    Map<ObjectRef, CatalogObject> all = Introspection.readSchemas(connection, List.of());
    assertThat(dependencies(all, "table/public.t"))
        .containsExactly(
            "enum/S.Mood",
            "domain/public.positive",
            "composite-type/public.pair",
            "sequence/public.free",
            "function/public.f(integer)",
            "function/public.g()",
            "table/public.u");
    assertThat(dependencies(all, "table/public.u")).isEmpty();
    assertThat(dependencies(all, "composite-type/public.pair")).containsExactly("enum/S.Mood");
    assertThat(dependencies(all, "domain/public.positive"))
        .containsExactly("function/public.f(integer)");
    assertThat(dependencies(all, "view/public.v"))
        .containsExactly(
            "enum/S.Mood",
            "table/public.t.a",
            "table/public.t.g",
            "table/public.u.id",
            "table/public.u.n");
    assertThat(dependencies(all, "view/public.w"))
        .containsExactly("function/public.f(integer)", "view/public.v.n");
    assertThat(dependencies(all, "function/public.rows()")).containsExactly("table/public.u");
    assertThat(table(TABLE).column("a").map(Column::type)).contains("\"S\".\"Mood\"[]");
    SchemaState state = SchemaState.of(all.values());
    assertThat(state.typeOf("\"S\".\"Mood\"[]")).map(ObjectRef::key).contains("enum/S.Mood");
    assertThat(state.typeOf("text")).isEmpty();
    assertThat(state.unknownType("public.positiv")).endsWith("the nearest are: public.positive");
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

  private static Definition definition(Map<ObjectRef, CatalogObject> objects, String key) {
    return Objects.requireNonNull(objects.get(ObjectRef.parse(key)), key).definition();
  }

  private static List<String> dependencies(Map<ObjectRef, CatalogObject> objects, String key) {
    return definition(objects, key).dependsOn().stream()
        .map(
            dependency ->
                dependency.object().key()
                    + (dependency.column() == null ? "" : "." + dependency.column()))
        .toList();
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
