package io.schemawright.policy.rehearsal;

import static io.schemawright.policy.plan.Wanted.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.schemawright.catalog.CatalogObject;
import io.schemawright.catalog.SchemaState;
import io.schemawright.catalog.TableSchema;
import io.schemawright.change.Change;
import io.schemawright.change.CreateTable;
import io.schemawright.change.RequestedColumn;
import io.schemawright.change.RunSql;
import io.schemawright.embedded.Infrastructure;
import io.schemawright.plan.Effect;
import io.schemawright.plan.EffectKind;
import io.schemawright.plan.LockMode;
import io.schemawright.plan.Plan;
import io.schemawright.plan.Rehearsal;
import io.schemawright.plan.StepMode;
import io.schemawright.plan.TableLock;
import io.schemawright.policy.plan.CompletedPlans;
import io.schemawright.policy.plan.Draft;
import io.schemawright.policy.plan.DraftStep;
import io.schemawright.policy.plan.Planner;
import io.schemawright.policy.rule.Surroundings;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rehearsals on a real PostgreSQL. */
@Tag("every-version")
class ScratchServersTest {
  private static final Logger LOG = LoggerFactory.getLogger(ScratchServersTest.class);
  private static final ScratchSettings SETTINGS = Scratch.settings();
  private static final ScratchServers SERVER = ScratchServers.open(SETTINGS);
  private static final int MAJOR = Scratch.major();
  private static final Planner PLANNER = new Planner(CompletedPlans.none(), SERVER);

  @AfterAll
  static void close() {
    SERVER.close();
  }

  @Test
  void aTable_isReadAsPostgresKeepsIt_andIsGoneAfterwards() {
    for (int i = 0; i < 2; i++) {
      Rehearsed rehearsed =
          SERVER.rehearse(
              draft(table("carts", RequestedColumn.of("data", "jsonb"), withDefault("'{}'"))));

      assertThat(rehearsed.rehearsal().detail()).isEmpty();
      assertThat(rehearsed.rehearsal().outcome()).isEqualTo(Rehearsal.Outcome.PASSED);
      assertThat(rehearsed.rehearsal().restores()).isTrue();
      assertThat(rehearsed.rehearsal().effects()).isEmpty();
      Plan plan = rehearsed.plan().orElseThrow();
      TableSchema after =
          (TableSchema) Objects.requireNonNull(plan.after().get(0).object()).definition();
      assertThat(after.column("options").orElseThrow().defaultValue()).isEqualTo("'{}'::jsonb");
      assertThat(plan.steps().get(0).before()).isNotEqualTo(plan.steps().get(0).after());
      assertThat(plan.down().get(0).after()).isEqualTo(plan.steps().get(0).before());
    }
  }

  @Test
  void aForeignKey_isSeenToLockTheTableItRefersTo() {
    TableSchema users =
        table(
                "users",
                RequestedColumn.of("mail", "text"),
                new RequestedColumn(
                    "boss",
                    "uuid",
                    null,
                    null,
                    false,
                    false,
                    null,
                    null,
                    null,
                    null,
                    new RequestedColumn.Reference("public", "bosses", null, null, null)))
            .tableSchema();
    CatalogObject known = CatalogObject.of(users.ref(), users);

    Rehearsed rehearsed =
        SERVER.rehearse(
            draft(
                table("carts", reference("users")),
                new Surroundings(Map.of(known.ref(), known), Map.of(), Map.of())));

    assertThat(rehearsed.rehearsal().detail()).isEmpty();
    assertThat(rehearsed.rehearsal().effects())
        .containsExactly(new Effect(1, EffectKind.LOCK, users.ref(), LockMode.SHARE_ROW_EXCLUSIVE));
    assertThat(rehearsed.plan().orElseThrow().steps().get(0).locks())
        .containsExactly(new TableLock(users.ref(), LockMode.SHARE_ROW_EXCLUSIVE));
    assertThat(SERVER.rehearse(draft(table("carts"))).rehearsal().outcome())
        .isEqualTo(Rehearsal.Outcome.PASSED);
  }

  @Test
  void whatPostgresRefuses_isToldInItsWords_andLeavesNothing() {
    Rehearsed rehearsed = SERVER.rehearse(draft(table("carts", reference("nowhere"))));

    assertThat(rehearsed.rehearsal().outcome()).isEqualTo(Rehearsal.Outcome.FAILED);
    assertThat(rehearsed.rehearsal().detail()).contains("nowhere").contains("42P01");
    assertThat(rehearsed.plan()).isEmpty();
    assertThat(SERVER.rehearse(draft(table("carts"))).rehearsal().outcome())
        .isEqualTo(Rehearsal.Outcome.PASSED);
  }

  @Test
  void twoTables_areTwoStepsOfOneTransaction() {
    Draft draft = draft(table("carts"), table("lines", reference("carts")));

    Rehearsed rehearsed = SERVER.rehearse(draft);

    assertThat(rehearsed.rehearsal().detail()).isEmpty();
    assertThat(rehearsed.rehearsal().effects()).isEmpty();
    Plan plan = rehearsed.plan().orElseThrow();
    assertThat(plan.steps()).hasSize(2);
    assertThat(plan.steps().get(1).before()).isEqualTo(plan.steps().get(0).after());
    assertThat(plan.down().get(1).after()).isEqualTo(plan.steps().get(0).before());
  }

  @Test
  void aTableOfAnotherSchema_isNoTrouble() {
    CreateTable table =
        new CreateTable(
            "Läden",
            "carts",
            null,
            List.of(RequestedColumn.of("id", "uuid")),
            null,
            List.of(),
            List.of(),
            List.of(),
            List.of());

    assertThat(SERVER.rehearse(draft(table)).rehearsal().restores()).isTrue();
    assertThat(SERVER.rehearse(draft(table)).rehearsal().restores()).isTrue();
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
              () -> server.rehearse(draft(table("carts"))).rehearsal().outcome(),
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
        Rehearsal rehearsal = server.rehearse(draft(table("carts"))).rehearsal();

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
      assertThat(servers.rehearse(draft(table("carts"))).rehearsal().outcome())
          .isEqualTo(Rehearsal.Outcome.PASSED);
      assertThat(servers.check().detail()).contains("away");
      Draft older = PLANNER.plan(request(table("carts")), 9, Surroundings.empty()).draft();
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

    assertThat(SERVER.rehearse(draft(crash)).rehearsal().detail()).contains("ends the session");

    for (int i = 0; i < 3; i++) {
      Rehearsed next = SERVER.rehearse(draft(table("carts")));
      assertThat(next.rehearsal().outcome()).isEqualTo(Rehearsal.Outcome.PASSED);
      RunSql same = new RunSql("SELECT lo_create(4711)", null);
      assertThat(SERVER.rehearse(draft(same)).rehearsal().outcome())
          .isEqualTo(Rehearsal.Outcome.PASSED);
    }
  }

  @Test
  void statementsByHand_areSeenToLoseDataAndDependents() {
    TableSchema users = table("users", RequestedColumn.of("mail", "text")).tableSchema();
    CatalogObject known = CatalogObject.of(users.ref(), users);
    Surroundings around =
        new Surroundings(Map.of(known.ref(), known), Map.of(), Map.of(), Set.of(users.ref()));

    assertThat(kinds(around, "DO $$ BEGIN EXECUTE 'ALTER TABLE users DROP mail'; END $$"))
        .contains(EffectKind.DATA_LOSS);
    assertThat(kinds(around, "TRUNCATE users")).contains(EffectKind.DATA_LOSS);
    assertThat(kinds(around, "DELETE FROM users")).contains(EffectKind.DATA_LOSS);
    assertThat(kinds(around, "DROP TABLE users CASCADE")).contains(EffectKind.DROP);
    assertThat(kinds(around, "UPDATE users SET mail = 'x'")).doesNotContain(EffectKind.DATA_LOSS);
  }

  private static List<EffectKind> kinds(Surroundings around, String sql) {
    Rehearsal rehearsal = SERVER.rehearse(draft(new RunSql(sql, null), around)).rehearsal();
    assertThat(rehearsal.outcome()).as(rehearsal.detail()).isEqualTo(Rehearsal.Outcome.PASSED);
    return rehearsal.effects().stream().map(Effect::kind).toList();
  }

  @Test
  void whereOnlyMadeUpRowsBreakIt_itIsTriedWithoutThem_andANoteSaysSo() {
    TableSchema users = table("users", RequestedColumn.of("mail", "text")).tableSchema();
    CatalogObject known = CatalogObject.of(users.ref(), users);
    Surroundings around =
        new Surroundings(Map.of(known.ref(), known), Map.of(), Map.of(), Set.of(users.ref()));
    RunSql cast = new RunSql("ALTER TABLE users ALTER mail TYPE date USING mail::date", null);

    Rehearsal rehearsal = SERVER.rehearse(draft(cast, around)).rehearsal();

    assertThat(rehearsal.outcome()).isEqualTo(Rehearsal.Outcome.PASSED);
    assertThat(rehearsal.notes()).singleElement().asString().contains("made-up rows", "22");
  }

  @Test
  void anotherMajorVersion_isNotRehearsable() {
    Draft draft = PLANNER.plan(request(table("carts")), MAJOR - 1, Surroundings.empty()).draft();

    assertThat(SERVER.rehearse(draft).rehearsal().outcome())
        .isEqualTo(Rehearsal.Outcome.NOT_REHEARSABLE);
  }

  @Test
  void aServerThatIsAway_isNotRehearsable() {
    ScratchSettings nowhere =
        new ScratchSettings("jdbc:postgresql://localhost:1/none", "nobody", "", 1);
    try (ScratchServers away = ScratchServers.open(nowhere)) {
      Rehearsed rehearsed = away.rehearse(draft(table("carts")));

      assertThat(rehearsed.rehearsal().outcome()).isEqualTo(Rehearsal.Outcome.NOT_REHEARSABLE);
      assertThat(rehearsed.rehearsal().detail()).contains("away");
      assertThat(away.check().detail()).contains("away");
    }
  }

  @Test
  void aConnectionThatWasCut_isMadeAnew() throws SQLException {
    SERVER.rehearse(draft(table("carts")));
    Infrastructure.postgres()
        .execute(
            "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity WHERE datname LIKE '"
                + Sandbox.PREFIX
                + "%'");
    SERVER.rehearse(draft(table("carts")));

    assertThat(SERVER.rehearse(draft(table("carts"))).rehearsal().outcome())
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
    assertThat(SERVER.rehearse(draft(table("carts"))).rehearsal().outcome())
        .isEqualTo(Rehearsal.Outcome.PASSED);
  }

  @Test
  void aSimpleRehearsal_measured() {
    List<Long> micros = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      Draft draft = draft(table("carts_" + i, RequestedColumn.of("name", "text")));
      long start = System.nanoTime();
      assertThat(SERVER.rehearse(draft).plan()).isPresent();
      micros.add((System.nanoTime() - start) / 1_000);
    }
    List<Long> warm = micros.subList(20, 60).stream().sorted().toList();

    LOG.atInfo()
        .addKeyValue("fastestMicros", warm.get(0))
        .addKeyValue("medianMicros", warm.get(20))
        .addKeyValue("worstMicros", warm.get(39))
        .log("MEASURED: a rehearsal of a simple create");
    assertThat(warm.get(20)).isPositive();
  }

  private static Draft draft(Change... changes) {
    return PLANNER.plan(request(changes), MAJOR, Surroundings.empty()).draft();
  }

  private static Draft draft(Change change, Surroundings surroundings) {
    return PLANNER.plan(request(change), MAJOR, surroundings).draft();
  }

  private static CreateTable table(String name, RequestedColumn... more) {
    List<RequestedColumn> columns = new ArrayList<>();
    columns.add(
        new RequestedColumn(
            "id", "uuid", false, "gen_random_uuid()", true, false, null, null, null, null, null));
    columns.addAll(List.of(more));
    return new CreateTable(
        "public", name, "as 'asked'", columns, null, List.of(), List.of(), List.of(), List.of());
  }

  private static RequestedColumn withDefault(String expression) {
    return new RequestedColumn(
        "options", "jsonb", false, expression, false, false, null, null, null, null, null);
  }

  private static RequestedColumn reference(String table) {
    return new RequestedColumn(
        table + "_id",
        "uuid",
        null,
        null,
        false,
        false,
        null,
        null,
        null,
        null,
        new RequestedColumn.Reference("public", table, null, null, null));
  }
}
