package io.schemawright.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** All objects of a database, of every kind, and what each needs of the others. */
final class WholeSchemasTest {
  private final Connection connection;

  WholeSchemasTest() throws SQLException {
    connection = TestPostgres.freshDatabase();
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
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
        assertThat(TestPostgres.read(connection, ref)).isEqualTo(all.get(ref));
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
    TableSchema table = (TableSchema) definition(all, "table/public.t");
    assertThat(table.column("a").map(Column::type)).contains("\"S\".\"Mood\"[]");
    SchemaState state = SchemaState.of(all.values());
    assertThat(state.typeOf("\"S\".\"Mood\"[]")).map(ObjectRef::key).contains("enum/S.Mood");
    assertThat(state.typeOf("text")).isEmpty();
    assertThat(state.unknownType("public.positiv")).endsWith("the nearest are: public.positive");
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

  private void execute(String... statements) throws SQLException {
    TestPostgres.execute(connection, statements);
  }
}
