package io.schemawright.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.schemawright.catalog.Expression.Trust;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTest {

  private static final Set<String> COLUMNS = Set.of("price", "State", "body", "tags");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-1.5e-3",
        "'it''s'",
        "E'a\\'b'",
        "$$do'llar$$",
        "$tag$ $$ ; -- $tag$",
        "true",
        "NULL",
        "now()",
        "NOW ( )",
        "CURRENT_TIMESTAMP",
        "current_timestamp(3)",
        "gen_random_uuid()",
        "pg_catalog.now()",
        "clock_timestamp()",
        "uuidv7()",
        "'{}'::jsonb",
        "'{}'::text[]",
        "ARRAY['a', 'b']::character varying(3)[]",
        "CAST('1' AS numeric(10, 2))",
        "DATE '2026-01-01'",
        "timestamp with time zone '2026-01-01 00:00:00+00'",
        "now() + interval '30 days'",
        "now() AT TIME ZONE 'utc'",
        "(1 + (2 * 3))",
        "B'101'",
        "jsonb_build_object('a', 1)",
        "date_trunc('day', now())",
        "nULL::TEXT"
      })
  void ofDefault_ofLiteralsAndHarmlessFunctions_isClosed(String text) {
    assertThat(Expression.ofDefault(text)).isEqualTo(new Expression(text, Trust.CLOSED, ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pg_sleep(10)",
        "pg_read_file('/etc/hostname')",
        "(SELECT 1)",
        "nextval('s')",
        "now() || pg_sleep(1)",
        "public.now()",
        "\"now\"()",
        "'t'::regclass",
        "'x'::mood",
        "CASE WHEN true THEN 1 END",
        "price",
        "set_config('a', 'b', false)",
        "1::bigserial",
        "lo_import('/etc/passwd')",
        "now(pg_sleep(1))",
        "CAST(pg_sleep(1) AS text)",
        "ARRAY[pg_sleep(1)]",
        "pg_catalog.pg_sleep(1)",
        "1 OPERATOR(public.+) 1",
        "f",
        "f()",
        "1 COLLATE \"C\"",
        "1 2",
        "now() now()",
        "'a' ? 'b'",
        "TABLE x",
        "row(1)",
        "(1, 2)"
      })
  void ofDefault_ofAnythingElseThatIsOneExpression_isOpen(String text) {
    Expression expression = Expression.ofDefault(text);
    assertThat(expression.trust()).as(expression.reason()).isEqualTo(Trust.OPEN);
    assertThat(expression.reason()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'happy'::mood | CLOSED",
        "'happy'::public.mood | CLOSED",
        "CAST('a' AS \"App\".\"Mood\") | CLOSED",
        "ARRAY['happy'::mood]::mood[] | CLOSED",
        "mood 'happy' | CLOSED",
        "'x'::App.Mood | OPEN",
        "'x'::other.mood | OPEN",
        "1::checked | CLOSED",
        "1::over_checked | CLOSED",
        "1::calling | OPEN",
        "1::over_calling | OPEN",
        "'x'::unknown | OPEN",
        "mood('x') | OPEN",
        "'x'::mood(3) | OPEN",
        "'x'::mood; | REFUSED"
      })
  void ofDefault_withTypesThatUsersMade_isClosedIfTheyAreHarmless(String text, Trust trust) {
    SchemaState state =
        SchemaState.empty()
            .with(ObjectRef.parse("enum/public.mood"), new EnumType(List.of("happy"), null))
            .with(ObjectRef.parse("enum/App.Mood"), new EnumType(List.of("a"), null))
            .with(ObjectRef.parse("domain/public.over_checked"), domain("public.checked"))
            .with(
                ObjectRef.parse("domain/public.checked"),
                domain("integer", "(VALUE > 0)", "(abs(VALUE) < 5)"))
            .with(ObjectRef.parse("domain/public.calling"), domain("integer", "f(VALUE)"))
            .with(ObjectRef.parse("domain/public.over_calling"), domain("public.calling[]"));
    Expression expression = Expression.ofDefault(text, state.harmlessTypes());
    assertThat(expression.trust()).as(expression.reason()).isEqualTo(trust);
  }

  private static DomainType domain(String type, String... checks) {
    return new DomainType(
        type,
        true,
        null,
        null,
        Stream.of(checks).map(check -> CheckConstraint.of("c", check)).toList(),
        null);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  ",
        "1); DROP TABLE victim; --",
        "1)",
        "(1",
        "1 -- comment",
        "1 /* comment */",
        "1;",
        "'unterminated",
        "\"unterminated",
        "$$unterminated",
        "$a$ $b$",
        "E'\\'",
        "1, 2",
        "[1",
        "(1]",
        "'a' 'b'",
        "E'a'\n'b\\'",
        "$1",
        "1 $ 2",
        "1x",
        "1..2",
        "U&'\\0041'",
        "U&\"x\"",
        "{fn now()}",
        "\\",
        "'a' $$b$$",
        "*/ 1 /*",
        "+/* x */1",
        "=--1\n1",
        "\u00001",
        "'\u0000'",
        "'\ud800'",
        "\"\"",
        "1)::int DEFAULT (2",
        "1/**/"
      })
  void of_whatCouldLeaveItsPlace_isRefused(String text) {
    Expression expression = Expression.ofDefault(text);
    assertThat(expression.trust()).as(text).isEqualTo(Trust.REFUSED);
    assertThat(expression.reason()).isNotEmpty();
    assertThatIllegalArgumentException().isThrownBy(() -> Expression.parenthesised(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "price > 0",
        "price BETWEEN 1 AND 10 AND NOT body IS NULL",
        "\"State\" IN ('new', 'old')",
        "price IS NOT NULL OR length(body) <= 200",
        "body ~ '^[a-z]+$'",
        "lower(body) = body",
        "price NOT IN (1, 2)",
        "body NOT LIKE 'a%'",
        "price IS DISTINCT FROM 3",
        "PRICE >= 0",
        "cardinality(tags) < 10",
        "price::numeric(10,2) = 1",
        "NOT (price = 1 OR price = 2)",
        "tags @> ARRAY['a']"
      })
  void ofPredicate_ofColumnsAndLiterals_isClosed(String text) {
    assertThat(Expression.ofPredicate(text, COLUMNS))
        .isEqualTo(new Expression(text, Trust.CLOSED, ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "random() < 0.5",
        "now() > '2026-01-01'",
        "other > 0",
        "State = 'new'",
        "pg_sleep(1) IS NULL",
        "price > (SELECT 1)",
        "price = ANY (ARRAY[1])",
        "current_user = 'x'",
        "public.f(price)"
      })
  void ofPredicate_ofAnythingElse_isOpen(String text) {
    assertThat(Expression.ofPredicate(text, COLUMNS).trust()).isEqualTo(Trust.OPEN);
  }

  @Test
  void of_deepNesting_isForAPersonAndDoesNotOverflow() {
    String deep = "(".repeat(50_000) + "1" + ")".repeat(50_000);
    assertThat(Expression.ofDefault(deep).trust()).isEqualTo(Trust.OPEN);
    assertThat(Expression.ofDefault("(".repeat(100) + "1" + ")".repeat(100)).trust())
        .isEqualTo(Trust.OPEN);
    assertThat(Expression.ofDefault("NOT ".repeat(100_000) + "1").trust()).isEqualTo(Trust.OPEN);
  }

  @Test
  void mentions_namesColumnsOutsideLiterals() {
    assertThat(
            Expression.ofPredicate("Price > 0 AND \"State\" <> 'body'", COLUMNS).mentions(COLUMNS))
        .containsExactlyInAnyOrder("price", "State");
  }

  /** PostgreSQL is the judge: whatever is not refused leaves the parentheses in no case. */
  @Test
  void of_randomText_neverLeavesItsParentheses() throws SQLException {
    long seed = Long.getLong("schemawright.seed", System.nanoTime());
    System.out.println("ExpressionTest: -Dschemawright.seed=" + seed);
    Random random = new Random(seed);
    String[] pieces = {
      "'",
      "''",
      "\"",
      "$$",
      "$a$",
      "E'",
      "\\",
      "\\'",
      "(",
      ")",
      "[",
      "]",
      ",",
      ";",
      "--",
      "/*",
      "*/",
      "\n",
      " ",
      "1",
      "a",
      "now()",
      "::text",
      "+",
      "-",
      "*",
      "/",
      "U&'",
      "e",
      "N'",
      "x'",
      ".",
      "=",
      "DROP TABLE victim",
      "SELECT 1",
      "$",
      "é",
      "1e",
      "_"
    };
    int held = 0;
    try (Connection connection = TestPostgres.freshDatabase()) {
      TestPostgres.execute(connection, "CREATE TABLE victim (a integer)");
      for (int i = 0; i < 5_000; i++) {
        StringBuilder text = new StringBuilder();
        for (int n = 1 + random.nextInt(9); n > 0; n--) {
          text.append(pieces[random.nextInt(pieces.length)]);
        }
        if (Expression.ofDefault(text.toString()).trust() != Trust.REFUSED) {
          held++;
          assertHeld(connection, text.toString());
        }
      }
    }
    assertThat(held).isPositive();
  }

  /** The text after the parentheses must still be read: it is an error of its own kind. */
  private static void assertHeld(Connection connection, String text) throws SQLException {
    String probe = "SELECT (" + text + ") AS x FROM victim WHERE marker_after_the_parentheses";
    try {
      TestPostgres.execute(connection, probe);
      throw new AssertionError("the marker was not read after: " + text);
    } catch (SQLException e) {
      // It stopped at a token, a literal or a name within the text (3F000: a schema that is not
      // there), or it came to the marker.
      assertThat(e.getSQLState()).as(text).matches("42...|22...|3F000");
    }
    TestPostgres.execute(connection, "SELECT a FROM victim LIMIT 0");
  }
}
