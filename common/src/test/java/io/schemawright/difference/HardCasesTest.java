package io.schemawright.difference;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.Renames;
import io.schemawright.catalog.SchemaState;
import io.schemawright.catalog.TableSchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pairs of states that are easy to get wrong. */
@Tag("every-version")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HardCasesTest {
  private Connection first;
  private Connection second;

  @BeforeAll
  void connect() throws SQLException {
    first = Databases.connect(Databases.freshName());
    second = Databases.connect(Databases.freshName());
  }

  @AfterAll
  void close() throws SQLException {
    first.close();
    second.close();
  }

  static List<HardCase> cases() {
    return HardCase.in("hard-cases.sql");
  }

  static List<HardCase> refused() {
    return HardCase.in("refused.sql");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void hardCase_upAndDown_areWhatTheJudgesSay(HardCase pair) throws SQLException {
    build(pair);
    Proof proof = new Proof(first, second);
    Optional<PgDump> dump = PgDump.find(first.getMetaData().getDatabaseMajorVersion());
    (dump.isPresent() ? proof.with(dump.get()) : proof).hold(pair.renames());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void whatNoStatementsLeadTo_isRefusedWithItsReason(HardCase pair) throws SQLException {
    build(pair);
    SchemaState before = Databases.read(first);
    SchemaState after = Databases.read(second);
    assertThatThrownBy(() -> Difference.between(before, after, pair.renames()))
        .isInstanceOf(Inexpressible.class)
        .hasMessageContaining(pair.refusal());
  }

  /** The view cannot be in a database without the column; a request can ask for just that. */
  @Test
  void columnThatAViewUses_isNotTakenAwayBelowIt() throws SQLException {
    build(List.of("CREATE TABLE t (a int, b int)", "CREATE VIEW v AS SELECT b FROM t"), List.of());
    SchemaState before = Databases.read(first);
    ObjectRef table = ObjectRef.parse("table/public.t");
    TableSchema without =
        before.table(table).orElseThrow().toBuilder()
            .columns(List.of(before.table(table).orElseThrow().columns().get(0)))
            .build();
    assertThatThrownBy(
            () -> Difference.between(before, before.with(table, without), Renames.none()))
        .isInstanceOf(Inexpressible.class)
        .hasMessage(
            "view/public.v: it uses column b of table/public.t, which would not be there any more;"
                + " change or drop it in the same request");
    assertThatThrownBy(() -> Difference.between(before, before.without(table), Renames.none()))
        .isInstanceOf(Inexpressible.class)
        .hasMessageStartingWith("view/public.v: it uses table/public.t, which would not be there");
  }

  private void build(HardCase pair) throws SQLException {
    build(pair.before(), pair.after());
  }

  private void build(List<String> before, List<String> after) throws SQLException {
    Databases.wipe(first, List.of("public"));
    Databases.wipe(second, List.of("public"));
    Databases.run(first, before);
    Databases.run(second, after);
  }
}
