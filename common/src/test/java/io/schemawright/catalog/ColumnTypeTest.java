package io.schemawright.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnTypeTest {

  private static final List<String> WITH_MODIFIERS =
      List.of(
          "VARCHAR(255)",
          "character varying (40)",
          "CHAR",
          "char(3)",
          "character(3)",
          "bpchar",
          "bpchar(5)",
          "nchar(4)",
          "NATIONAL CHARACTER VARYING(9)",
          "bit",
          "bit(8)",
          "bit varying(9)",
          "varbit(9)",
          "numeric(10)",
          "numeric( 10 , 2 )",
          "decimal(4,1)",
          "float",
          "float(10)",
          "float(25)",
          "timestamp(3)",
          "timestamp (3) with time zone",
          "timestamptz(0)",
          "TIMESTAMP WITHOUT TIME ZONE",
          "time(6)",
          "time(2) with time zone",
          "timetz(1)",
          "interval(3)",
          "interval day to second(3)",
          "interval year",
          "interval hour to minute",
          "text[]",
          "integer [ ] [ ]",
          "int[3]",
          "varchar(9)[]",
          "timestamp(3) with time zone[]",
          "int ARRAY",
          "int ARRAY[4]",
          "pg_catalog.int4",
          "Double   Precision");

  /** PostgreSQL is the judge of every name this class prints. */
  @Test
  void parse_everyNameThatMayBeWritten_printsAsPostgresDoes() throws SQLException {
    List<String> written = new ArrayList<>(BuiltInType.names());
    BuiltInType.names().stream()
        .filter(name -> !ColumnType.parse(name).serial())
        .forEach(name -> written.add(name + "[]"));
    written.addAll(WITH_MODIFIERS);
    try (Connection connection = TestPostgres.freshDatabase()) {
      for (String text : written) {
        ColumnType type = ColumnType.parse(text);
        assertThat(printed(connection, text)).as(text).isEqualTo(type.name());
        assertThat(printed(connection, type.name())).as(type.name()).isEqualTo(type.name());
        assertThat(ColumnType.parse(type.name()).name()).isEqualTo(type.name());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "VARCHAR(255), varchar, 0, false",
    "TIMESTAMPTZ, timestamptz, 0, false",
    "timestamp with time zone, timestamptz, 0, false",
    "int8, bigint, 0, false",
    "BIGSERIAL, bigserial, 0, true",
    "serial4, serial, 0, true",
    "text[][], text, 2, false",
    "double precision, double precision, 0, false",
    "DECIMAL, numeric, 0, false",
    "character(3), char, 0, false",
    "INTEGER, integer, 0, false"
  })
  void parse_knowsFamilyDimensionsAndSerial(
      String text, String family, int dimensions, boolean serial) {
    assertThat(ColumnType.parse(text))
        .extracting(ColumnType::family, ColumnType::dimensions, ColumnType::serial)
        .containsExactly(family, dimensions, serial);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "strng",
        "text; DROP TABLE x",
        "varchar(0)",
        "varchar(255",
        "numeric(1001)",
        "timestamp(7)",
        "text(3)",
        "serial[]",
        "varchar(-1)",
        "bit(0)",
        "text)",
        "int4 default 1",
        "regclass",
        "pg_class",
        "cstring",
        "numeric(1,2,3)",
        "varchar(99999999999)",
        "int[a]"
      })
  void find_whatIsNoType_isEmpty(String text) {
    assertThat(ColumnType.find(text)).isEmpty();
  }

  @Test
  void parse_ofANearMiss_namesTheNearest() {
    assertThatThrownBy(() -> ColumnType.parse("STRIN"))
        .hasMessageStartingWith("'STRIN' is no type that PostgreSQL has built in");
    assertThatThrownBy(() -> ColumnType.parse("timestampz")).hasMessageContaining("timestamptz");
    assertThatThrownBy(() -> ColumnType.parse("BIGINTT")).hasMessageContaining("bigint");
    assertThatThrownBy(() -> ColumnType.parse("İNTEGER")).hasMessageContaining("integer");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "mood                | public.mood           | public.mood   | 0",
        "Mood[]              | public.mood[]         | public.mood   | 1",
        "public.order        | public.order          | public.order  | 0",
        "App.\"Odd\"[3][]     | app.\"Odd\"[]         | app.\"Odd\"     | 1",
        "\"a.b\" . \"c\"\"d\"  | \"a.b\".\"c\"\"d\"        | \"a.b\".\"c\"\"d\" | 0",
        "\"表\"               | public.\"表\"           | public.\"表\"    | 0"
      })
  void named_ofATypeThatUsersMade_isItsName(
      String text, String name, String family, int dimensions) {
    ColumnType type = ColumnType.named(text);
    assertThat(type).isEqualTo(new ColumnType(name, family, dimensions, false));
    assertThat(type.userDefined()).isTrue();
    assertThat(ColumnType.named(type.name())).isEqualTo(type);
  }

  @Test
  void named_ofABuiltInType_isThat() {
    assertThat(ColumnType.named("VARCHAR(3)[]")).isEqualTo(ColumnType.parse("VARCHAR(3)[]"));
    assertThat(ColumnType.named("bigserial").userDefined()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "varchar(0)",
        "mood(3)",
        "serial[]",
        "text; DROP TABLE x",
        "a.b.c",
        "pg_catalog.mood",
        "double precison",
        "mood)",
        "\"\"",
        "\"x",
        "x\"; --",
        "mood[a]"
      })
  void named_whatCanBeNoType_isRefused(String text) {
    assertThatThrownBy(() -> ColumnType.named(text)).isInstanceOf(IllegalArgumentException.class);
  }

  private static String printed(Connection connection, String type) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE probe (a " + type + ")");
      try (ResultSet row =
          statement.executeQuery(
              "SELECT format_type(atttypid, atttypmod) FROM pg_attribute"
                  + " WHERE attrelid = 'probe'::regclass AND attnum = 1")) {
        row.next();
        return row.getString(1);
      }
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }
}
