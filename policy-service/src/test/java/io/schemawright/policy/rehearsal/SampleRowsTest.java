package io.schemawright.policy.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemawright.catalog.Introspection;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.SchemaState;
import io.schemawright.catalog.TableSchema;
import io.schemawright.embedded.Infrastructure;
import io.schemawright.embedded.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Made-up rows, put into real tables. */
@Tag("every-version")
class SampleRowsTest {

  @Test
  void everyCommonType_hasValues_andRowsDiffer() throws SQLException {
    assertThat(
            rows(
                """
                CREATE TYPE mood AS ENUM ('sad', 'glad');
                CREATE DOMAIN grade AS text CHECK (VALUE = ANY (ARRAY['a', 'b']));
                CREATE DOMAIN amount AS numeric(6,2) CHECK (VALUE > 0);
                CREATE TABLE t (a smallint, b integer, c bigint, d real, e double precision,
                  f numeric(12,2), g numeric(3,3), h money, i text, j varchar(1), k char(3), l boolean,
                  m uuid, n date, o timestamp, p timestamptz, q time, r timetz, s interval, t bytea,
                  u inet, v cidr, w macaddr, x json, y jsonb, z tsvector, aa point, ab bit(4),
                  ac varbit, ad int4range, ae tstzrange, af text[], ag mood, ah grade, ai amount,
                  UNIQUE (a, b), UNIQUE (i), UNIQUE (m), UNIQUE (p), CHECK (n < p), EXCLUDE USING gist (ad WITH &&))
                """))
        .isEqualTo(Map.of("t", 3L));
  }

  @Test
  void aForeignKey_findsItsRow_whateverTheOrderOfNames() throws SQLException {
    assertThat(
            rows(
                """
                CREATE TABLE z (id uuid PRIMARY KEY, part text NOT NULL, UNIQUE (id, part));
                CREATE TABLE a (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                  z_id uuid NOT NULL, z_part text NOT NULL, above bigint REFERENCES a,
                  FOREIGN KEY (z_id, z_part) REFERENCES z (id, part));
                CREATE TABLE m (id serial PRIMARY KEY, a_id bigint NOT NULL REFERENCES a,
                  twice int GENERATED ALWAYS AS (a_id::int * 2) STORED)
                """))
        .isEqualTo(Map.of("a", 3L, "m", 3L, "z", 3L));
  }

  @Test
  void aCheckThatListsWords_isGivenThem() throws SQLException {
    assertThat(
            rows(
                """
                CREATE TABLE t (status varchar(10) NOT NULL CHECK (status IN ('new', 'it''s paid')),
                  kind text CHECK (kind IN ('x')), price numeric CHECK (price >= 0))
                """))
        .isEqualTo(Map.of("t", 3L));
  }

  @Test
  void whatNoValueIsKnownFor_staysEmpty_orIsLeftToItsDefault() throws SQLException {
    assertThat(
            rows(
                """
                CREATE TABLE t (id int, p polygon NOT NULL);
                CREATE TABLE u (id int, p polygon, q box NOT NULL DEFAULT '(1,1),(0,0)');
                CREATE TABLE v ();
                CREATE TABLE w (id int PRIMARY KEY) PARTITION BY RANGE (id)
                """))
        .isEqualTo(Map.of("t", 0L, "u", 3L, "v", 1L, "w", 0L));
  }

  /** How many rows each table has after the inserts. */
  private static Map<String, Long> rows(String tables) throws SQLException {
    PostgresServer.Database database = Infrastructure.postgres().freshDatabase("rows");
    Map<String, Long> counts = new TreeMap<>();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(tables);
      SchemaState state =
          SchemaState.of(Introspection.readSchemas(connection, List.of("public")).values());
      for (String insert : SampleRows.inserts(state).values()) {
        statement.execute(insert);
      }
      for (ObjectRef ref : new ArrayList<>(state.objects().keySet())) {
        if (state.objects().get(ref) instanceof TableSchema) {
          try (ResultSet row = statement.executeQuery("SELECT count(*) FROM " + ref.name())) {
            row.next();
            counts.put(ref.name(), row.getLong(1));
          }
        }
      }
    }
    return counts;
  }
}
