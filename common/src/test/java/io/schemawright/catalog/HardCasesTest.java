package io.schemawright.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What somebody made with SQL, read, written as DDL, made elsewhere and read again is the same. */
class HardCasesTest {

  static Stream<Arguments> cases() {
    return Stream.of(
        hard(
            "an enum in another schema, in defaults, checks, arrays, indexes and generated columns",
            14,
            "CREATE SCHEMA \"App\"",
            "CREATE TYPE \"App\".\"order\" AS ENUM ('asc', 'DESC', 'it''s \\ odd', '')",
            """
            CREATE TABLE t (a "App"."order" DEFAULT 'DESC', b "App"."order"[] NOT NULL
              DEFAULT ARRAY['asc']::"App"."order"[], CHECK (a <> 'asc'),
              c boolean GENERATED ALWAYS AS (a = 'asc') STORED)
            """,
            "CREATE INDEX ON t (a) WHERE a > 'DESC'"),
        hard(
            "domains over domains and enums",
            14,
            "CREATE TYPE mood AS ENUM ('sad')",
            "CREATE DOMAIN d1 AS numeric(10,2)[] DEFAULT '{}' NOT NULL",
            "CREATE DOMAIN d2 AS varchar(7) COLLATE \"C\" CONSTRAINT \"Odd\" CHECK (VALUE <> 'x')"
                + " CHECK (length(VALUE) > 1)",
            "ALTER DOMAIN d2 ADD CONSTRAINT later CHECK (VALUE <> 'y') NOT VALID",
            "CREATE DOMAIN d3 AS d2 CHECK (VALUE ~ '^[a-z]')",
            "CREATE DOMAIN d4 AS mood DEFAULT 'sad'",
            "COMMENT ON DOMAIN d3 IS 'over \\ another'",
            "CREATE TABLE t (a d1, b d2 COLLATE \"POSIX\", c d3 DEFAULT 'abc', d d4[])"),
        hard(
            "free sequences that belong to somebody or nobody",
            14,
            "CREATE SEQUENCE \"Numbers\" AS smallint INCREMENT -2 MINVALUE -9 MAXVALUE 5 CACHE 3",
            "CREATE SEQUENCE shared START 7 CYCLE",
            "CREATE SEQUENCE owned",
            """
            CREATE TABLE t (a bigserial, b integer DEFAULT nextval('"Numbers"'),
              c integer DEFAULT nextval('shared') + 1, d bigint)
            """,
            "CREATE TABLE u (a integer DEFAULT nextval('shared'), b bigint"
                + " DEFAULT nextval('t_a_seq'))",
            "ALTER SEQUENCE owned OWNED BY t.d",
            "COMMENT ON SEQUENCE shared IS 'of two'"),
        hard(
            "exclusion constraints",
            14,
            "CREATE SCHEMA \"O\"",
            "CREATE FUNCTION \"O\".same(integer, integer) RETURNS boolean IMMUTABLE LANGUAGE sql"
                + " AS 'SELECT $1 OPERATOR(pg_catalog.=) $2'",
            "CREATE TABLE t (a int4range, b tsrange, c text, p point, z integer)",
            "ALTER TABLE t ADD EXCLUDE USING gist (a WITH &&, b WITH -|-) INCLUDE (c)"
                + " WHERE (c <> 'it''s') DEFERRABLE INITIALLY DEFERRED",
            "ALTER TABLE t ADD CONSTRAINT \"Odd one\" EXCLUDE (c COLLATE \"C\" text_pattern_ops"
                + " DESC NULLS LAST WITH =, (z + 1) WITH =)",
            "ALTER TABLE t ADD EXCLUDE USING spgist (p WITH ~=) WITH (fillfactor = 60)",
            "ALTER TABLE t ADD EXCLUDE USING hash ((lower(c)) WITH =)"),
        hard(
            "partitions two deep with keys, indexes and columns in another order",
            14,
            "CREATE TYPE mood AS ENUM ('sad', 'ok')",
            "CREATE TABLE u (id bigint PRIMARY KEY)",
            """
            CREATE TABLE t (a bigint NOT NULL, m mood DEFAULT 'ok', d date NOT NULL,
              n integer DEFAULT 3, u bigint REFERENCES u, PRIMARY KEY (a, m, d),
              CONSTRAINT positive CHECK (n > 0)) PARTITION BY LIST (m)
            """,
            "CREATE INDEX by_n ON t (n)",
            "CREATE UNIQUE INDEX ON t (d, m, a)",
            "CREATE TABLE t_ok PARTITION OF t FOR VALUES IN ('ok')" + " PARTITION BY RANGE (d, a)",
            "CREATE TABLE t_ok_1 PARTITION OF t_ok (CHECK (a > 5), n DEFAULT 9, u NOT NULL)"
                + " FOR VALUES FROM (MINVALUE, MINVALUE) TO ('2026-01-01', 0)",
            "CREATE TABLE t_ok_2 PARTITION OF t_ok DEFAULT",
            "ALTER TABLE t_ok_2 ALTER COLUMN n DROP DEFAULT",
            "CREATE INDEX its_own ON t_ok_1 (u)",
            """
            CREATE TABLE t_sad (n integer, u bigint, d date NOT NULL, gone text,
              a bigint NOT NULL, m mood NOT NULL, CONSTRAINT positive CHECK (n > 0))
            """,
            "ALTER TABLE t_sad DROP COLUMN gone",
            "ALTER TABLE t ATTACH PARTITION t_sad FOR VALUES IN ('sad')",
            "COMMENT ON TABLE t_sad IS 'sad ones'",
            "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
            "CREATE TRIGGER g AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()",
            "ALTER TABLE t_sad DISABLE TRIGGER g",
            "CREATE TABLE h (a integer) PARTITION BY HASH (a, (a + 1))",
            "CREATE TABLE h0 PARTITION OF h FOR VALUES WITH (MODULUS 2, REMAINDER 0)"
                + " WITH (fillfactor = 50)",
            "CREATE TABLE r (t_a bigint, t_m mood, t_d date, FOREIGN KEY (t_a, t_m, t_d) REFERENCES"
                + " t)"),
        hard(
            "identity of a partitioned table",
            17,
            "CREATE TABLE t (a bigint GENERATED BY DEFAULT AS IDENTITY (START 5), b integer)"
                + " PARTITION BY RANGE (a)",
            "CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (1) TO (2)",
            "CREATE TABLE t2 (b integer, a bigint NOT NULL)",
            "ALTER TABLE t ATTACH PARTITION t2 DEFAULT"),
        hard(
            "keys in a circle, to oneself, across schemas and onto a unique index",
            14,
            "CREATE SCHEMA s",
            "CREATE TABLE a (id integer PRIMARY KEY, b integer, n integer)",
            "CREATE TABLE s.a (id integer PRIMARY KEY, a integer REFERENCES public.a)",
            "ALTER TABLE a ADD CONSTRAINT circle FOREIGN KEY (b) REFERENCES s.a DEFERRABLE",
            "CREATE UNIQUE INDEX ON a (n)",
            "ALTER TABLE s.a ADD COLUMN n integer",
            "ALTER TABLE s.a ADD FOREIGN KEY (n) REFERENCES a (n) ON DELETE SET NULL"),
        hard(
            "keys that set some columns to null",
            15,
            "CREATE TABLE a (x integer, y integer, PRIMARY KEY (x, y))",
            "CREATE TABLE b (x integer, y integer, FOREIGN KEY (x, y) REFERENCES a"
                + " ON DELETE SET NULL (y))",
            "CREATE TABLE c (a integer, UNIQUE NULLS NOT DISTINCT (a))",
            "CREATE UNIQUE INDEX ON c (a) NULLS NOT DISTINCT"),
        hard(
            "what only PostgreSQL 18 has",
            18,
            """
            CREATE TABLE t (a integer, b integer GENERATED ALWAYS AS (a * 2),
              c integer GENERATED ALWAYS AS (a * 3) STORED, d int4range, e integer,
              CHECK (a > 0) NOT ENFORCED, r int4range, PRIMARY KEY (r, d WITHOUT OVERLAPS))
            """,
            "ALTER TABLE t ADD CONSTRAINT \"some day\" NOT NULL e NOT VALID",
            "CREATE TABLE u (a int4range, d int4range, FOREIGN KEY (a, PERIOD d) REFERENCES t"
                + " (r, PERIOD d))"),
        hard(
            "views, functions, composite types and what rests on what",
            14,
            "CREATE TYPE pair AS (a integer, b text COLLATE \"C\")",
            "CREATE FUNCTION f(integer, x text DEFAULT 'it''s; \\') RETURNS integer IMMUTABLE"
                + " LANGUAGE plpgsql AS $$BEGIN RETURN 1; -- ;\nEND$$",
            "CREATE TABLE t (id integer PRIMARY KEY, p pair, c integer DEFAULT f(1), CHECK (f(c) >"
                + " 0))",
            "CREATE INDEX ON t (f(id), ((p).a))",
            "CREATE VIEW z AS SELECT id, p FROM t",
            "CREATE VIEW a WITH (security_barrier) AS SELECT id AS \"Odd\" FROM z WHERE f(id) > 1"
                + " WITH CHECK OPTION",
            "ALTER VIEW a ALTER COLUMN \"Odd\" SET DEFAULT 4",
            "CREATE MATERIALIZED VIEW m WITH (fillfactor = 70) AS SELECT \"Odd\" FROM a",
            "CREATE UNIQUE INDEX mi ON m (\"Odd\")",
            "COMMENT ON VIEW a IS 'its ; comment'",
            "COMMENT ON FUNCTION f IS 'it''s'",
            "COMMENT ON TYPE pair IS 'two'",
            "CREATE FUNCTION g() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
            "CREATE TRIGGER g INSTEAD OF INSERT ON z FOR EACH ROW EXECUTE FUNCTION g()",
            "CREATE FUNCTION h(t) RETURNS SETOF z LANGUAGE sql AS 'SELECT * FROM z'",
            "CREATE PROCEDURE p(INOUT a integer) LANGUAGE plpgsql AS 'BEGIN a := 1; END'",
            "CREATE FUNCTION \"Odd (name\"(\"a b\" pair[], VARIADIC text[]) RETURNS integer"
                + " LANGUAGE sql RETURN 1",
            "CREATE AGGREGATE total(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '0',"
                + " PARALLEL = SAFE)"),
        hard(
            "settings of tables, columns and indexes",
            14,
            "CREATE UNLOGGED TABLE \"T t\" (\"select\" integer NOT NULL, \"Ü\" text, e bytea)"
                + " WITH (fillfactor = 30, toast.autovacuum_enabled = off)",
            "ALTER TABLE \"T t\" ALTER \"Ü\" SET STATISTICS 0",
            "ALTER TABLE \"T t\" ALTER \"Ü\" SET STORAGE MAIN",
            "ALTER TABLE \"T t\" ALTER \"Ü\" SET COMPRESSION pglz",
            "ALTER TABLE \"T t\" ALTER e SET (n_distinct = -0.5)",
            "CREATE UNIQUE INDEX \"I\" ON \"T t\" (\"select\") WITH (fillfactor = 40)",
            "ALTER TABLE \"T t\" REPLICA IDENTITY USING INDEX \"I\"",
            "ALTER TABLE \"T t\" ADD CONSTRAINT \"K\" PRIMARY KEY (\"select\") INCLUDE (e) WITH"
                + " (fillfactor = 20)",
            "COMMENT ON CONSTRAINT \"K\" ON \"T t\" IS 'key'",
            "CREATE INDEX ON \"T t\" USING gin (to_tsvector('english', \"Ü\"))",
            "CREATE INDEX ON \"T t\" USING brin (\"select\" int4_minmax_multi_ops"
                + " (values_per_range=16))",
            "CREATE STATISTICS \"S\" (ndistinct) ON \"select\", (lower(\"Ü\")) FROM \"T t\""),
        hard(
            "storage and types that are not built in",
            16,
            "CREATE TYPE mood AS ENUM ('ok')",
            "CREATE TABLE t (a text STORAGE EXTERNAL, b mood[])"),
        hard(
            "constraints that differ by their names alone",
            14,
            "CREATE TABLE t (a int PRIMARY KEY, b int UNIQUE, EXCLUDE USING btree (b WITH =))",
            "ALTER TABLE t ADD UNIQUE (a), ADD UNIQUE (a) DEFERRABLE",
            "ALTER TABLE t ADD UNIQUE (b), ADD UNIQUE (b) INCLUDE (a)",
            "ALTER TABLE t ADD EXCLUDE USING btree (b WITH =)"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void readAndWrittenAndRead_isTheSame(int from, List<String> script) throws SQLException {
    try (Connection first = TestPostgres.freshDatabase();
        Connection second = TestPostgres.freshDatabase()) {
      assumeTrue(first.getMetaData().getDatabaseMajorVersion() >= from, "newer PostgreSQL only");
      TestPostgres.execute(first, script);
      Map<ObjectRef, CatalogObject> read = Introspection.readSchemas(first, List.of());
      assertThat(read).isNotEmpty();
      List<String> rebuilding = Rebuilding.of(SchemaState.of(read.values()));
      TestPostgres.execute(second, rebuilding);
      assertThat(Introspection.readSchemas(second, List.of()))
          .as(() -> String.join(";\n", rebuilding))
          .isEqualTo(read);
      assertThat(Introspection.read(first, read.keySet())).isEqualTo(read);
    }
  }

  private static Arguments hard(String name, int from, String... script) {
    return Arguments.of(Named.of(name + ", from " + from, from), List.of(script));
  }
}
