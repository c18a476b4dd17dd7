package io.schemawright.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"t", "a.b", "a\"b", "\"", "a b", "\"a\".\"b\"", "f(integer, text[])", "ü", ".."})
  void key_ofAnyName_isReadBack(String name) {
    ObjectRef ref = new ObjectRef(ObjectKind.MATERIALIZED_VIEW, name, name);
    assertThat(ObjectRef.parse(ref.key())).isEqualTo(ref);
    assertThat(ref.key()).startsWith("materialized-view/");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "table",
        "table/",
        "table/a",
        "table/a.",
        "table/.b",
        "table/a.b.c",
        "x/a.b",
        "table/\"a.b",
        "table/\"a\"b.c",
        "TABLE/a.b"
      })
  void parse_ofWhatIsNoKey_isRefused(String key) {
    assertThatIllegalArgumentException().isThrownBy(() -> ObjectRef.parse(key));
  }

  @Test
  void quote_refusesWhatPostgresWouldCutOrCannotHold() {
    assertThat(Identifiers.quote("a\"b")).isEqualTo("\"a\"\"b\"");
    assertThat(Identifiers.quote("x".repeat(63))).hasSize(65);
    for (String name : List.of("", "x".repeat(64), "ü".repeat(32), "a\u0000", "a\nb", "\ud800")) {
      assertThatIllegalArgumentException().isThrownBy(() -> Identifiers.quote(name));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "it's", "\\", "'; DROP TABLE t; --", "E'\\''", "ü表\t\n", "$$"})
  void literal_isReadBackByPostgres(String text) throws SQLException {
    try (Connection connection = TestPostgres.freshDatabase();
        Statement statement = connection.createStatement()) {
      for (String conforming : List.of("on", "off")) {
        statement.execute("SET standard_conforming_strings = " + conforming);
        try (ResultSet row = statement.executeQuery("SELECT " + Identifiers.literal(text))) {
          row.next();
          assertThat(row.getString(1)).isEqualTo(text);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 20, 40, 58, 63})
  void generatedNames_areThoseOfPostgres(int length) throws SQLException {
    String table = length == 1 ? "t" : "ü" + "t".repeat(length - 2);
    String a = "a".repeat(length);
    String b = "ö".repeat(Math.max(1, length / 2));
    try (Connection connection = TestPostgres.freshDatabase()) {
      TestPostgres.execute(
          connection,
          """
          CREATE TABLE "%1$s" ("%2$s" serial PRIMARY KEY, "%3$s" integer REFERENCES "%1$s",
            CHECK ("%2$s" > 0), CHECK ("%2$s" > "%3$s"), CHECK ("%3$s" > 1), CHECK ("%3$s" > 2),
            UNIQUE ("%2$s", "%3$s"), UNIQUE ("%3$s"))
          """
              .formatted(table, a, b));
      ObjectRef ref = ObjectRef.table("public", table);
      TableSchema read = (TableSchema) TestPostgres.read(connection, ref).definition();
      GeneratedNames names = new GeneratedNames(Set.of(table));
      assertThat(Objects.requireNonNull(read.primaryKey()).name())
          .isEqualTo(names.primaryKey(table));
      assertThat(read.columns().get(0).sequence())
          .isEqualTo(OwnedSequence.named(GeneratedNames.sequence(table, a)));
      assertThat(read.uniqueConstraints())
          .extracting(UniqueConstraint::name)
          .containsExactlyInAnyOrder(
              names.unique(table, List.of(a, b)), names.unique(table, List.of(b)));
      assertThat(read.foreignKeys().get(0).name()).isEqualTo(names.foreignKey(table, List.of(b)));
      assertThat(read.checks())
          .extracting(CheckConstraint::name)
          .containsExactlyInAnyOrder(
              names.check(table, a),
              names.check(table, ""),
              names.check(table, b),
              names.check(table, b));
    }
  }
}
