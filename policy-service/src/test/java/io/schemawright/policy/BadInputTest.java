package io.schemawright.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemawright.change.RunSql;
import io.schemawright.embedded.Infrastructure;
import io.schemawright.event.DecisionMade;
import io.schemawright.event.TargetDescribed;
import io.schemawright.plan.Finding;
import io.schemawright.plan.Verdict;
import io.schemawright.policy.rehearsal.Scratch;
import io.schemawright.policy.rehearsal.ScratchServers;
import io.schemawright.policy.rule.PolicyRule;
import io.schemawright.policy.rule.Proposal;
import io.schemawright.policy.rule.Rules;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Statements that do harm where they can: each is refused with a finding that says why, nothing is
 * harmed, and the next request is judged as usual.
 */
@Tag("every-version")
class BadInputTest {
  private static final ScratchServers SCRATCH = ScratchServers.open(Scratch.settings());

  /** With less time for each statement, so that those that never end take less of ours. */
  private static final ScratchServers BRIEF =
      ScratchServers.open(Scratch.settings(Duration.ofMillis(700)));

  private int requests;

  @AfterAll
  static void close() {
    SCRATCH.close();
    BRIEF.close();
  }

  static Stream<Arguments> bad() {
    return Stream.of(
        bad("this is not SQL", "42601"),
        bad("SELECT 'no end", "does not end"),
        bad("SELECT 1;".repeat(250_000), "larger than 256 KiB"),
        bad("COPY t FROM PROGRAM 'touch /tmp/harm'", "COPY"),
        bad(inBlock("COPY pg_class TO PROGRAM 'touch /tmp/harm'"), "42501"),
        bad("SELECT pg_read_file('/etc/passwd')", "42501"),
        bad("CREATE TABLE stolen AS SELECT pg_read_binary_file('/etc/passwd')", "42501"),
        bad("SELECT lo_import('/etc/passwd')", "42501"),
        bad("SELECT lo_export(lo_create(0), '/tmp/harm')", "42501"),
        bad("ALTER SYSTEM SET fsync = off", "whole server"),
        bad(inBlock("ALTER SYSTEM SET fsync = off"), "SQLSTATE"),
        bad("SET ROLE postgres", "who runs"),
        bad("SET SESSION AUTHORIZATION postgres", "who runs"),
        bad("RESET ROLE", "who runs"),
        bad(inBlock("SET ROLE postgres"), "42501"),
        bad(inBlock("SET SESSION AUTHORIZATION postgres"), "42501"),
        bad("SELECT set_config('role', 'postgres', false)", "42501"),
        bad(inBlock("RESET ROLE", "CREATE ROLE harm SUPERUSER"), "42501"),
        bad("CREATE ROLE harm", "42501"),
        bad("ALTER ROLE CURRENT_USER PASSWORD 'harm'", "whole server"),
        bad(inBlock("ALTER ROLE CURRENT_USER SET search_path = harm"), "whole server"),
        bad("CREATE DATABASE harm", "whole server"),
        bad("CREATE TABLESPACE harm LOCATION '/tmp'", "whole server"),
        bad("\\connect postgres", "psql"),
        bad("COMMIT", "transaction"),
        bad("CREATE TABLE t (a int); ROLLBACK", "transaction"),
        bad("PREPARE TRANSACTION 'harm'", "transaction"),
        bad("DO $$ BEGIN COMMIT; END $$", "2D000"),
        bad("DO $$ BEGIN ROLLBACK; END /* concurrently */ $$", "2D000"),
        bad("CREATE PROCEDURE p() LANGUAGE plpgsql AS $$ BEGIN COMMIT; END $$; CALL p()", "2D000"),
        // To us it is one string; without standard strings it ends before COMMIT.
        bad(
            "SET standard_conforming_strings = off; SELECT 'x\\'' ; COMMIT; -- '",
            "ends the transaction"),
        bad("SELECT pg_terminate_backend(pg_backend_pid())", "ends the session"),
        bad("SELECT pg_cancel_backend(pg_backend_pid())", "57014"),
        bad("CREATE EXTENSION dblink", "SQLSTATE"),
        bad("CREATE FUNCTION harm() RETURNS int LANGUAGE c AS 'libc', 'abort'", "42501"),
        bad("SELECT repeat('x', 2000000000)", "SQLSTATE"),
        bad("SELECT repeat('x', 20000000)", "maxResultBuffer"),
        bad("LOCK TABLE pg_catalog.pg_class IN ACCESS EXCLUSIVE MODE", "42501"),
        bad("DROP DATABASE postgres", "whole server"),
        bad("DROP SCHEMA public CASCADE", "42501"));
  }

  static Stream<Arguments> endless() {
    return Stream.of(
        bad("DO $$ BEGIN LOOP END LOOP; END $$", "has 700 ms"),
        bad("SET statement_timeout = 0; SELECT pg_sleep(60)", "statement timeout"),
        bad(
            "SELECT count(*) FROM (SELECT repeat(md5(g::text), 300)"
                + " FROM generate_series(1, 100000000) g ORDER BY 1) sorted",
            "SQLSTATE"),
        bad("SELECT repeat('x', 100) FROM generate_series(1, 1000000000)", "SQLSTATE"),
        bad(
            "DO $$ BEGIN PERFORM set_config('client_min_messages', 'notice', false);"
                + " LOOP RAISE NOTICE '%', repeat('x', 100000); END LOOP; END $$",
            "statement timeout"));
  }

  @ParameterizedTest(name = "{index}")
  @MethodSource("bad")
  void harmfulStatements_areRefusedWithAFinding_andHarmNothing(String sql, String says) {
    assertIsRefused(SCRATCH, sql, says);
  }

  @ParameterizedTest(name = "{index}")
  @MethodSource("endless")
  void statementsWithoutAnEnd_areRefusedWithAFinding_andHarmNothing(String sql, String says) {
    assertIsRefused(BRIEF, sql, says);
  }

  private void assertIsRefused(ScratchServers scratch, String sql, String says) {
    try (Stage stage = stage(scratch, Rules.load())) {
      List<String> before = wholeServer();

      stage.send(
          Asked.accepted("bad-" + ++requests, Stage.REVIEWED, 1, false, new RunSql(sql, null)));

      DecisionMade decision = stage.decision();
      assertThat(decision.verdict()).isInstanceOf(Verdict.Rejected.class);
      assertThat(decision.findings())
          .anySatisfy(
              finding -> {
                assertThat(finding.message()).contains(says);
                assertThat(finding.remedy()).isNotEmpty();
              });
      assertThat(wholeServer()).isEqualTo(before);
      assertNextIsJudgedAsUsual(stage);
    }
  }

  @Test
  void aRuleThatThrows_refusesTheRequest_isNamedAndCounted() {
    PolicyRule broken =
        new PolicyRule() {
          @Override
          public String id() {
            return "broken-rule";
          }

          @Override
          public Stream<Finding> check(Proposal proposal) {
            if (proposal.request().requestId().toString().contains("unlucky")) {
              throw new IllegalStateException("broken");
            }
            return Stream.empty();
          }
        };
    List<PolicyRule> rules = new ArrayList<>(Rules.load().all());
    rules.add(broken);
    try (Stage stage = stage(SCRATCH, Rules.of(rules))) {
      stage.send(Asked.table("unlucky", Stage.OPTED_IN, Asked.carts()));

      DecisionMade decision = stage.decision();
      assertThat(decision.verdict()).isInstanceOf(Verdict.Rejected.class);
      assertThat(decision.findings())
          .anyMatch(
              finding ->
                  finding.rule().equals(Rules.RULE_FAILED)
                      && finding.message().contains("broken-rule"));
      assertThat(
              stage
                  .metrics
                  .get("schemawright.policy.findings")
                  .tag("rule", Rules.RULE_FAILED)
                  .counter()
                  .count())
          .isEqualTo(1);
      assertNextIsJudgedAsUsual(stage);
    }
  }

  private void assertNextIsJudgedAsUsual(Stage stage) {
    stage.send(Asked.table("next-" + ++requests, Stage.OPTED_IN, Asked.carts()));
    DecisionMade next = stage.decision();
    assertThat(next.verdict()).as(next.findings().toString()).isInstanceOf(Verdict.Approved.class);
  }

  private static Stage stage(ScratchServers scratch, Rules rules) {
    Stage stage = new Stage(scratch, rules);
    for (String target : List.of(Stage.OPTED_IN, Stage.REVIEWED)) {
      stage.send(
          new TargetDescribed(
              target, "development", Scratch.major(), "as it is", List.of(), true, ""));
    }
    return stage;
  }

  /** All that is not in one database, but the scratch databases and their roles themselves. */
  private static List<String> wholeServer() {
    try (Connection connection = Infrastructure.postgres().connect("postgres");
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                """
                SELECT 'database ' || datname FROM pg_database
                 WHERE datname NOT LIKE 'schemawright\\_scratch\\_%'
                UNION ALL
                SELECT 'role ' || rolname || rolsuper || rolcreaterole FROM pg_roles
                 WHERE rolname NOT LIKE 'schemawright\\_scratch\\_%'
                UNION ALL SELECT 'setting ' || s::text FROM pg_db_role_setting s
                UNION ALL SELECT 'tablespace ' || spcname FROM pg_tablespace
                UNION ALL SELECT 'prepared ' || gid FROM pg_prepared_xacts
                UNION ALL SELECT 'fsync ' || current_setting('fsync')
                 ORDER BY 1
                """)) {
      List<String> found = new ArrayList<>();
      while (rows.next()) {
        found.add(rows.getString(1));
      }
      return found;
    } catch (SQLException e) {
      throw new IllegalStateException("the shared PostgreSQL does not answer", e);
    }
  }

  /** A block that hides what it runs from whoever looks for keywords. */
  private static String inBlock(String... statements) {
    StringBuilder block = new StringBuilder("DO $do$ BEGIN ");
    for (String statement : statements) {
      String half = statement.substring(0, 3);
      String rest = statement.substring(3).replace("'", "''");
      block.append("EXECUTE '").append(half).append("' || '").append(rest).append("'; ");
    }
    return block.append("END $do$").toString();
  }

  private static Arguments bad(String sql, String says) {
    return Arguments.of(sql, says);
  }
}
