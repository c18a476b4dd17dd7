package io.schemawright.policy.rehearsal;

import static io.schemawright.policy.rehearsal.Drafts.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.schemawright.catalog.SchemaState;
import io.schemawright.change.RunSql;
import io.schemawright.embedded.Infrastructure;
import io.schemawright.plan.Rehearsal;
import io.schemawright.plan.StepMode;
import io.schemawright.policy.plan.Draft;
import io.schemawright.policy.plan.DraftStep;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Scratch servers that take their time, are cut, killed, away, or of another version. */
@Tag("every-version")
class ScratchServersTest {
  private static final ScratchSettings SETTINGS = Scratch.settings();
  private static final ScratchServers SERVER = ScratchServers.open(SETTINGS);
  private static final int MAJOR = Scratch.major();
  private static final Drafts DRAFTS = new Drafts(SERVER);

  @AfterAll
  static void close() {
    SERVER.close();
  }

  @Test
  void overTheBudget_isNotRehearsable_andTheNextOneIs() {
    Draft slow =
        new Draft(
            "orders",
            MAJOR,
            List.of(
                new DraftStep(
                    StepMode.TRANSACTIONAL,
                    "sleep",
                    List.of("SET statement_timeout = 0", "SELECT pg_sleep(600)"),
                    List.of(),
                    1_000,
                    30_000,
                    null,
                    List.of())),
            List.of(),
            List.of(),
            SchemaState.empty(),
            Set.of(),
            Map.of(),
            0);
    ScratchSettings brief = Scratch.settings(Duration.ofSeconds(1), Duration.ofSeconds(3));
    try (ScratchServers server = ScratchServers.open(brief)) {
      Rehearsed rehearsed = server.rehearse(slow);

      assertThat(rehearsed.rehearsal().outcome()).isEqualTo(Rehearsal.Outcome.NOT_REHEARSABLE);
      assertThat(rehearsed.rehearsal().detail()).contains("longer than the 3000 ms");
      // Not at once, where the machine takes its time to make databases anew.
      await()
          .atMost(Duration.ofMinutes(1))
          .until(
              () -> server.rehearse(DRAFTS.of(table("carts"))).rehearsal().outcome(),
              Rehearsal.Outcome.PASSED::equals);
    }
  }

  /** Which nobody's request is to wait for a person for. */
  @Test
  void overTheBudgetOnce_asWhenTheMachineStandsStill_isTriedOnceMore() throws SQLException {
    Set<String> before = databases();
    ScratchSettings brief = Scratch.settings(Duration.ofSeconds(1), Duration.ofSeconds(6));
    try (ScratchServers server = ScratchServers.open(brief)) {
      TreeSet<String> ours = new TreeSet<>(databases());
      ours.removeAll(before);
      try (Connection other = Infrastructure.postgres().connect(ours.first());
          Statement statement = other.createStatement()) {
        other.setAutoCommit(false);
        statement.execute("LOCK TABLE pg_catalog.pg_index IN SHARE MODE");

        long begin = System.nanoTime();
        Rehearsal rehearsal = server.rehearse(DRAFTS.of(table("carts"))).rehearsal();

        assertThat(rehearsal.outcome()).as(rehearsal.detail()).isEqualTo(Rehearsal.Outcome.PASSED);
        assertThat(System.nanoTime() - begin).isGreaterThan(brief.budget().toNanos());
      }
    }
  }

  private static Set<String> databases() throws SQLException {
    Set<String> names = new TreeSet<>();
    try (Connection connection = Infrastructure.postgres().connect("postgres");
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT datname FROM pg_database WHERE starts_with(datname, '"
                    + Sandbox.PREFIX
                    + "')")) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    return names;
  }

  @Test
  void withSeveralServers_theOneOfTheTargetsVersionIsTaken() {
    ScratchSettings both =
        new ScratchSettings(
            "jdbc:postgresql://localhost:1/none, " + SETTINGS.url(),
            SETTINGS.username(),
            SETTINGS.password(),
            1,
            SETTINGS.statementTimeout(),
            SETTINGS.budget());
    try (ScratchServers servers = ScratchServers.open(both)) {
      assertThat(servers.rehearse(DRAFTS.of(table("carts"))).rehearsal().outcome())
          .isEqualTo(Rehearsal.Outcome.PASSED);
      assertThat(servers.check().detail()).contains("away");
      Draft older = DRAFTS.of(table("carts"), 9);
      Rehearsal rehearsal = servers.rehearse(older).rehearsal();
      assertThat(rehearsal.outcome()).isEqualTo(Rehearsal.Outcome.NOT_REHEARSABLE);
      assertThat(rehearsal.detail()).contains("the target is PostgreSQL 9").contains("" + MAJOR);
    }
  }

  @Test
  void aCrashInTheMiddle_leavesNothingThatTheNextRehearsalSees() {
    RunSql crash =
        new RunSql(
            "CREATE TABLE carts (a int); CREATE EXTENSION IF NOT EXISTS plpgsql;"
                + " SELECT lo_create(4711); SELECT pg_terminate_backend(pg_backend_pid())",
            null);

    assertThat(SERVER.rehearse(DRAFTS.of(crash)).rehearsal().detail()).contains("ends the session");

    for (int i = 0; i < 3; i++) {
      Rehearsed next = SERVER.rehearse(DRAFTS.of(table("carts")));
      assertThat(next.rehearsal().outcome()).isEqualTo(Rehearsal.Outcome.PASSED);
      RunSql same = new RunSql("SELECT lo_create(4711)", null);
      assertThat(SERVER.rehearse(DRAFTS.of(same)).rehearsal().outcome())
          .isEqualTo(Rehearsal.Outcome.PASSED);
    }
  }

  @Test
  void anotherMajorVersion_isNotRehearsable() {
    Draft draft = DRAFTS.of(table("carts"), MAJOR - 1);

    assertThat(SERVER.rehearse(draft).rehearsal().outcome())
        .isEqualTo(Rehearsal.Outcome.NOT_REHEARSABLE);
  }

  @Test
  void aServerThatIsAway_isNotRehearsable() {
    ScratchSettings nowhere =
        new ScratchSettings("jdbc:postgresql://localhost:1/none", "nobody", "", 1);
    try (ScratchServers away = ScratchServers.open(nowhere)) {
      Rehearsed rehearsed = away.rehearse(DRAFTS.of(table("carts")));

      assertThat(rehearsed.rehearsal().outcome()).isEqualTo(Rehearsal.Outcome.NOT_REHEARSABLE);
      assertThat(rehearsed.rehearsal().detail()).contains("away");
      assertThat(away.check().detail()).contains("away");
    }
  }

  @Test
  void aConnectionThatWasCut_isMadeAnew() throws SQLException {
    SERVER.rehearse(DRAFTS.of(table("carts")));
    Infrastructure.postgres()
        .execute(
            "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity WHERE datname LIKE '"
                + Sandbox.PREFIX
                + "%'");
    SERVER.rehearse(DRAFTS.of(table("carts")));

    assertThat(SERVER.rehearse(DRAFTS.of(table("carts"))).rehearsal().outcome())
        .isEqualTo(Rehearsal.Outcome.PASSED);
  }

  @Test
  void databasesOfAKilledProcess_areRemovedAtTheNextStart_andThoseInUseStay() throws SQLException {
    String orphan = Sandbox.PREFIX + "orphan_0";
    try (Connection connection = SETTINGS.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + orphan);
      ScratchServers.open(SETTINGS).close();
      try (ResultSet row =
          statement.executeQuery(
              "SELECT count(*) FROM pg_database WHERE datname = '" + orphan + "'")) {
        row.next();
        assertThat(row.getInt(1)).isZero();
      }
    }
    assertThat(SERVER.rehearse(DRAFTS.of(table("carts"))).rehearsal().outcome())
        .isEqualTo(Rehearsal.Outcome.PASSED);
  }
}
