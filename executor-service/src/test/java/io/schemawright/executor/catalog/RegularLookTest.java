package io.schemawright.executor.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.schemawright.embedded.Infrastructure;
import io.schemawright.embedded.PostgresCluster;
import io.schemawright.embedded.PostgresServer;
import io.schemawright.embedded.PostgresSettings;
import io.schemawright.event.DriftFound;
import io.schemawright.executor.TestExecutor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** Looks that come of themselves, and those that a target's event trigger brings about. */
@Tag("every-version")
class RegularLookTest {
  private static final Duration LONG = Duration.ofMinutes(3);
  private static final Duration NEVER = Duration.ofHours(1);
  private static final String LISTENING =
      "from pg_stat_activity where datname = current_database() and application_name = 'schemawright-listener'";

  private final TestExecutor executor = new TestExecutor();

  @BeforeEach
  void oneTable() throws Exception {
    executor.onOrders("create table carts (id int)");
  }

  @AfterEach
  void close() {
    executor.close();
  }

  private static String script() {
    try (InputStream script =
        RegularLookTest.class.getResourceAsStream("/ledger/event-trigger.sql")) {
      return new String(Objects.requireNonNull(script).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void asSuperuser(String... statements) {
    Infrastructure.postgres().executeIn(executor.ordersDatabase(), statements);
  }

  private RegularLook start(Duration interval) {
    return RegularLook.start(executor.watch(), executor.purges(), executor.targets(), interval);
  }

  private void untilItListens() {
    await().atMost(LONG).until(() -> superusersNumber("select count(*) " + LISTENING) == 1);
  }

  /** What other roles do, only a superuser sees. */
  private long superusersNumber(String query) throws SQLException {
    try (Connection superuser = Infrastructure.postgres().connect(executor.ordersDatabase());
        Statement statement = superuser.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }

  private void untilDriftIsTold(String object) {
    await()
        .atMost(LONG)
        .until(
            () ->
                executor
                    .published(DriftFound.class)
                    .flatMap(drift -> drift.objects().stream())
                    .anyMatch(version -> version.object().name().equals(object)));
  }

  @Test
  void whatSomebodyChanges_isToldAtOnce_whereAnEventTriggerTells() throws Exception {
    asSuperuser(script(), script());
    try (RegularLook look = start(NEVER)) {
      untilItListens();
      assertThat(look.check().ready()).isTrue();

      executor.onOrders("create table baskets (id int)");
      untilDriftIsTold("baskets");
      executor.onOrders("drop table carts");
      untilDriftIsTold("carts");
    }
    await().atMost(LONG).until(() -> superusersNumber("select count(*) " + LISTENING) == 0);
  }

  @Test
  void connectionThatIsCut_isReplaced_andWhatHappenedMeanwhileIsFound() throws Exception {
    asSuperuser(script());
    try (RegularLook look = start(NEVER)) {
      untilItListens();
      superusersNumber("select count(pg_terminate_backend(pid)) " + LISTENING);
      executor.onOrders("create table baskets (id int)");
      untilDriftIsTold("baskets");

      untilItListens();
      executor.onOrders("create table boxes (id int)");
      untilDriftIsTold("boxes");
      assertThat(look.check().ready()).isTrue();
    }
  }

  @Test
  void eventTriggerThatComesAndGoes_isNoticed() throws Exception {
    try (RegularLook look = start(Duration.ofMillis(500))) {
      await().atMost(LONG).until(() -> look.check().ready());
      executor.onOrders("create table baskets (id int)");
      untilDriftIsTold("baskets");
      assertThat(superusersNumber("select count(*) " + LISTENING)).isZero();

      asSuperuser(script());
      untilItListens();

      asSuperuser("drop event trigger schemawright_ddl", "drop event trigger schemawright_drop");
      await().atMost(LONG).until(() -> superusersNumber("select count(*) " + LISTENING) == 0);
      executor.onOrders("create table boxes (id int)");
      untilDriftIsTold("boxes");
    }
  }

  @Test
  void whatAltersNothingOfOthers_isNotTold() throws Exception {
    executor.onOrders("create materialized view seen as select 1 as one");
    asSuperuser(script());
    try (Connection listener = executor.orders();
        Statement statement = listener.createStatement()) {
      statement.execute("listen schemawright_ddl");
      executor.onOrders(
          "create temporary table scratch (id int)",
          "drop table scratch",
          "refresh materialized view seen",
          "grant select on carts to public",
          "notify schemawright_ddl, 'nothing so far'");
      try (Connection ours = executor.targets().find("orders").orElseThrow().connect();
          Statement change = ours.createStatement()) {
        change.execute("reset all"); // As after every plan; the session is still known as ours.
        change.execute("alter table public.carts add column more int");
      }
      executor.onOrders("notify schemawright_ddl, 'nor after that'", "drop table carts");

      List<String> told = new ArrayList<>();
      await()
          .atMost(LONG)
          .until(
              () -> {
                PGNotification[] words = listener.unwrap(PGConnection.class).getNotifications(1000);
                Arrays.stream(words == null ? new PGNotification[0] : words)
                    .map(PGNotification::getParameter)
                    .forEach(told::add);
                return told.contains("");
              });
      assertThat(told).startsWith("nothing so far", "nor after that", "");
    }
  }

  /** Neither rights nor a fault of the function's own get into anybody's way. */
  @Test
  void whoMayDoNothingElse_stillAlters() throws Exception {
    asSuperuser(
        script(),
        "revoke all on schema schemawright from public",
        "revoke all on function schemawright.tell_of_ddl() from public",
        "revoke all on function pg_catalog.pg_notify(text, text) from public");

    executor.onOrders("create table baskets (id int)", "drop table baskets");

    assertThat(superusersNumber("select count(*) from pg_event_trigger")).isEqualTo(2);
  }

  @Test
  void transactionThatIsPrepared_isNotBrokenByAWord(@TempDir Path directory) throws Exception {
    try (PostgresCluster cluster =
        PostgresCluster.start(
            PostgresSettings.scratch(directory.resolve("postgres"))
                .withOverride("max_prepared_transactions", "2"))) {
      PostgresServer.Database far = cluster.createDatabaseWithRole("far", "far", "word");
      cluster.server().executeIn("far", "create schema schemawright", script());
      try (Connection connection = far.connect();
          Statement statement = connection.createStatement()) {
        statement.execute("begin");
        statement.execute("create table carts (id int)");
        statement.execute("prepare transaction 'one'");
        statement.execute("commit prepared 'one'");
      }
    }
  }
}
