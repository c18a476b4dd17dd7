package io.schemawright.difference;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
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
    return HardCase.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void hardCase_upAndDown_areWhatTheJudgeSays(HardCase pair) throws SQLException {
    Databases.wipe(first, List.of("public"));
    Databases.wipe(second, List.of("public"));
    Databases.run(first, pair.before());
    Databases.run(second, pair.after());
    new Proof(first, second).hold(pair.renames());
  }
}
