package io.schemawright.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SqlStatementTest {

  private static List<String> texts(String sql) {
    return SqlStatement.split(sql).stream().map(SqlStatement::text).toList();
  }

  @Test
  void split_atSemicolons_leavesOutWhatIsBetween() {
    assertThat(texts(" SELECT 1 ;; -- one; two\n SELECT 2 /* a /* b; */ ; */ ; ;"))
        .containsExactly("SELECT 1", "SELECT 2 /* a /* b; */ ; */");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT ';', 'it''s;', E'\\';', U&'d;', \"a;\"\"b;\"",
        "DO $$ BEGIN PERFORM 1; END $$",
        "DO $a$ BEGIN PERFORM $$;$$; END $a$",
        "CREATE RULE r AS ON INSERT TO t DO ALSO (SELECT 1; SELECT 2)",
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END",
        "SELECT $a1$;$a1$ FROM a$b$ WHERE x = 1"
      })
  void split_insideOfQuotesBodiesAndParentheses_doesNotCut(String sql) {
    assertThat(texts(sql)).hasSize(1);
  }

  @Test
  void words_areKeywordsAndNames_thoseOfABodyToo() {
    SqlStatement statement =
        SqlStatement.split("Create Index CONCURRENTLY i ON \"Ta\"\"ble\" (lower('x'))").get(0);

    assertThat(statement.begins("create", "index", "concurrently")).isTrue();
    assertThat(statement.mentions()).contains("Ta\"ble", "lower").doesNotContain("x");
    assertThat(SqlStatement.split("DO $$ BEGIN DROP TABLE Carts; END $$").get(0).mentions())
        .contains("carts");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create unique index concurrently i on t (a)",
        "DROP INDEX CONCURRENTLY IF EXISTS i",
        "REINDEX (VERBOSE) TABLE CONCURRENTLY t",
        "REINDEX INDEX CONCURRENTLY i",
        "ALTER TABLE t DETACH PARTITION p CONCURRENTLY",
        "VACUUM (FULL) t"
      })
  void whatWorksBesideOthers_runsOutsideTransactions(String sql) {
    assertThat(SqlStatement.split(sql).get(0).runsOutsideTransactions()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DO $$ BEGIN PERFORM concurrently(); COMMIT; END $$",
        "CREATE INDEX i ON t (a)",
        "REFRESH MATERIALIZED VIEW CONCURRENTLY v",
        "COMMENT ON TABLE t IS 'concurrently'"
      })
  void whatOnlySaysConcurrently_doesNot(String sql) {
    assertThat(SqlStatement.split(sql).get(0).runsOutsideTransactions()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"SELECT 'a", "SELECT \"a", "SELECT $$a", "/* a", "SELECT (1", "SELECT 1)"})
  void split_ofWhatDoesNotEnd_saysWhere(String sql) {
    assertThatThrownBy(() -> SqlStatement.split(sql))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("line 1, column");
  }
}
