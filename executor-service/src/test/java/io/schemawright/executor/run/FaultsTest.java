package io.schemawright.executor.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.schemawright.embedded.Infrastructure;
import io.schemawright.embedded.PostgresCluster;
import io.schemawright.embedded.PostgresServer;
import io.schemawright.embedded.PostgresSettings;
import io.schemawright.event.ExecutionStepDone;
import io.schemawright.event.ExecutionSucceeded;
import io.schemawright.event.ExecutionUndone;
import io.schemawright.executor.CuttingProxy;
import io.schemawright.executor.Decisions;
import io.schemawright.executor.Plans;
import io.schemawright.executor.Rehearsed;
import io.schemawright.executor.TestExecutor;
import io.schemawright.executor.target.TargetSettings;
import io.schemawright.plan.Plan;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What befalls a target, or our own database, in the middle of a change. */
class FaultsTest {
  private static final Duration LONG = Duration.ofSeconds(90);
  private static final Retries PATIENT = new Retries(Duration.ofMinutes(5), Duration.ofMinutes(5));

  private static final String WAITING =
      "from pg_locks where locktype = 'advisory' and not granted and database ="
          + " (select oid from pg_database where datname = current_database())";

  /** Two transactions; the second one waits for the test's lock. */
  private static Plan halfWay(String target) throws SQLException {
    return Rehearsed.from()
        .on(target)
        .about("carts")
        .then("create table public.carts (id int)", "drop table public.carts")
        .check("select id, count(*) over () as violations from public.carts where id < 0")
        .then(
            "do $$ begin perform pg_advisory_xact_lock(42);"
                + " alter table public.carts add column n int; end $$",
            "alter table public.carts drop column n")
        .waiting(120_000)
        .plan();
  }

  private static Connection hold(PostgresServer.Database database) throws SQLException {
    Connection connection = database.connect();
    run(connection, "select pg_advisory_lock(42)");
    return connection;
  }

  private static void untilItWaits(PostgresServer.Database database) {
    await().atMost(LONG).until(() -> number(database, "select count(*) " + WAITING) == 1);
  }

  private static void assertDoneOnce(TestExecutor executor, PostgresServer.Database target)
      throws SQLException {
    assertThat(executor.ended("req-1")).isInstanceOf(ExecutionSucceeded.class);
    assertThat(executor.executions("req-1").stream().filter(ExecutionStepDone.class::isInstance))
        .extracting(event -> ((ExecutionStepDone) event).step())
        .containsExactly(1, 3);
    assertThat(number(target, "select count(*) from schemawright.ledger")).isEqualTo(2);
    assertThat(
            number(
                target,
                "select count(*) from pg_attribute where attrelid = 'public.carts'::regclass"
                    + " and attname in ('id', 'n')"))
        .isEqualTo(2);
    assertThat(executor.number("select count(*) from schema_changes_audit")).isOne();
    assertThat(executor.auditReport().sound()).isTrue();
  }

  @Test
  void targetThatIsRestartedInMidChange_isGoneOnWith(@TempDir Path directory) throws Exception {
    try (PostgresCluster cluster =
        PostgresCluster.start(PostgresSettings.durable(directory.resolve("postgres")))) {
      PostgresServer.Database far = cluster.createDatabaseWithRole("far", "far", "word");
      try (TestExecutor executor = new TestExecutor(List.of(settings(far.url(), far)))) {
        executor.work("one", 1, PATIENT);
        Plan plan = halfWay("far");
        try (Connection holder = hold(far)) {
          executor.decide(Decisions.approved("req-1", plan));
          untilItWaits(far);
          cluster.crash();
          assertThat(holder.isValid(1)).isFalse();
        }
        untilItIsTriedAgain(executor);
        cluster.start();

        assertDoneOnce(executor, far);
      }
    }
  }

  @Test
  void targetThatFailsOverInMidChange_isWaitedForUntilItTakesWrites() throws Exception {
    try (TestExecutor executor = new TestExecutor()) {
      executor.work("one", 1, PATIENT);
      Plan plan = halfWay("orders");
      String name = executor.ordersDatabase();
      try (Connection holder = hold(executor.ordersTarget())) {
        executor.decide(Decisions.approved("req-1", plan));
        untilItWaits(executor.ordersTarget());
        // As a standby in its place: every session is new, and none may write.
        Infrastructure.postgres()
            .execute("alter database %s set default_transaction_read_only = on".formatted(name));
        onServer(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = '%s'", name);
        assertThat(holder.isValid(1)).isFalse();
      }
      untilItIsTriedAgain(executor);
      Infrastructure.postgres()
          .execute("alter database %s reset default_transaction_read_only".formatted(name));
      onServer("select pg_terminate_backend(pid) from pg_stat_activity where datname = '%s'", name);

      assertDoneOnce(executor, executor.ordersTarget());
    }
  }

  @Test
  void sessionThatAnAdministratorEnds_isFollowedByAnother() throws Exception {
    try (TestExecutor executor = new TestExecutor()) {
      executor.work("one", 1, PATIENT);
      Plan plan = halfWay("orders");
      try (Connection holder = hold(executor.ordersTarget())) {
        executor.decide(Decisions.approved("req-1", plan));
        untilItWaits(executor.ordersTarget());
        executor.onOrders("select pg_terminate_backend(pid) " + WAITING);
        untilItIsTriedAgain(executor);
        assertThat(holder.isValid(60)).isTrue();
      }

      assertDoneOnce(executor, executor.ordersTarget());
    }
  }

  @Test
  void statementThatAnAdministratorCancels_endsThePlanAndUndoesIt() throws Exception {
    try (TestExecutor executor = new TestExecutor()) {
      executor.work("one", 1, PATIENT);
      Plan plan = halfWay("orders");
      try (Connection holder = hold(executor.ordersTarget())) {
        executor.decide(Decisions.approved("req-1", plan));
        untilItWaits(executor.ordersTarget());
        executor.onOrders("select pg_cancel_backend(pid) " + WAITING);

        ExecutionUndone undone = (ExecutionUndone) executor.ended("req-1");
        assertThat(undone.failure().sqlState()).isEqualTo("57014");
        assertThat(undone.failure().message())
            .contains("step 3", "orders", "canceling statement due to user request");
        assertThat(undone.failure().remedy())
            .contains("the target is as it was", "cancelled on the server");
        assertThat(holder.isValid(60)).isTrue();
      }
      assertThat(executor.numberOnOrders("select count(*) from pg_class where relname = 'carts'"))
          .isZero();
    }
  }

  @Test
  void ownDatabaseThatIsAway_isTakenUpWithWhereTheTargetStands(@TempDir Path directory)
      throws Exception {
    try (PostgresCluster cluster =
        PostgresCluster.start(PostgresSettings.durable(directory.resolve("postgres")))) {
      PostgresServer.Database own = cluster.createDatabaseWithRole("own", "own", "word");
      try (TestExecutor executor = new TestExecutor(own)) {
        executor.work("one", 1, PATIENT);
        Plan plan = halfWay("orders");
        try (Connection holder = hold(executor.ordersTarget())) {
          executor.decide(Decisions.approved("req-1", plan));
          untilItWaits(executor.ordersTarget());
          cluster.crash();
          assertThat(holder.isValid(60)).isTrue();
        }
        // The target is changed meanwhile, and nobody can be told.
        await()
            .atMost(LONG)
            .until(() -> executor.numberOnOrders("select count(*) from schemawright.ledger") == 2);
        assertThat(executor.executions("req-1")).noneMatch(event -> event.isFinal());
        cluster.start();

        assertDoneOnce(executor, executor.ordersTarget());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "CREATE TABLE public.carts, BEFORE",
    "CREATE TABLE public.carts, BEFORE_THE_ANSWER",
    "COMMIT, BEFORE",
    "COMMIT, BEFORE_THE_ANSWER"
  })
  void connectionThatIsCut_isFollowedByAnother(String words, CuttingProxy.Cut cut)
      throws Exception {
    PostgresServer.Database far = Infrastructure.postgres().freshDatabase("far");
    URI address = URI.create(far.url().substring("jdbc:".length()));
    try (CuttingProxy proxy = new CuttingProxy(address.getPort())) {
      // COMMIT is said in words each time.
      String url =
          "jdbc:postgresql://127.0.0.1:%d%s?prepareThreshold=0"
              .formatted(proxy.port(), address.getPath());
      try (TestExecutor executor = new TestExecutor(List.of(settings(url, far)))) {
        proxy.cut("CREATE TABLE public.carts", words, cut);
        executor.work("one", 1, PATIENT);

        executor.decide(Decisions.approved("req-1", Plans.create("far", "carts")));

        assertThat(executor.ended("req-1")).isInstanceOf(ExecutionSucceeded.class);
        assertThat(proxy.hasCut()).isTrue();
        assertThat(executor.number("select attempt from executions")).isGreaterThan(1);
        assertThat(number(far, "select count(*) from schemawright.ledger")).isOne();
        assertThat(executor.number("select count(*) from schema_changes_audit")).isOne();
      }
    }
  }

  /** The disk has room for the table, and none for its index. */
  @Test
  void diskThatIsFull_undoesThePlanWhenTheBudgetIsSpent(@TempDir Path directory) throws Exception {
    Path disk = Files.createDirectory(directory.resolve("disk"));
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (PostgresCluster cluster =
        PostgresCluster.start(PostgresSettings.scratch(directory.resolve("postgres")))) {
      Object account = Files.getAttribute(directory.resolve("postgres"), "unix:uid");
      assumeThat(mount(disk, "size=32m,mode=700,uid=" + account))
          .as("this account may mount a small file system")
          .isTrue();
      try {
        cluster.execute("create tablespace small location '%s'".formatted(disk));
        PostgresServer.Database far = cluster.createDatabaseWithRole("far", "far", "word");
        cluster.execute("alter database far set tablespace small");
        fill(far);
      } finally {
        cluster.stop();
        run("umount", disk.toString());
      }
    }
  }

  private static void fill(PostgresServer.Database far) throws Exception {
    String users = "create table public.users (id int, name text)";
    try (Connection connection = far.connect()) {
      run(connection, users);
      run(
          connection,
          "insert into public.users select i, 'user ' || i from generate_series(1, 300000) i");
    }
    Plan plan =
        Rehearsed.from(users)
            .on("far")
            .about("users")
            .then(
                "alter table public.users add column n int",
                "alter table public.users drop column n")
            .alone("create index concurrently \"users_by_name\" on public.users (name, id)")
            .plan();
    try (TestExecutor executor = new TestExecutor(List.of(settings(far.url(), far)))) {
      executor.work("one", 1, new Retries(Duration.ofMinutes(1), Duration.ofMillis(1)));

      executor.decide(Decisions.approved("req-1", plan));

      ExecutionUndone undone = (ExecutionUndone) executor.ended("req-1");
      assertThat(undone.failure().code()).isEqualTo("target-unavailable");
      assertThat(undone.failure().sqlState()).isEqualTo("53100");
      assertThat(undone.failure().message()).contains("far", "No space left on device");
      assertThat(undone.failure().remedy()).contains("the target is as it was", "what it lacks");
      assertThat(number(far, "select count(*) from pg_class where relname = 'users_by_name'"))
          .isZero();
    }
  }

  private static boolean mount(Path directory, String options) throws Exception {
    return run("mount", "-t", "tmpfs", "-o", options, "tmpfs", directory.toString()) == 0;
  }

  private static int run(String... command) throws Exception {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  private static void untilItIsTriedAgain(TestExecutor executor) {
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(
                        executor.number(
                            "select count(*) from executions where retry_reason = 'target-away'"))
                    .isOne());
  }

  private static TargetSettings settings(String url, PostgresServer.Database database) {
    return new TargetSettings("far", url, database.role(), database.password(), "test");
  }

  private static void onServer(String sql, String database) throws SQLException {
    try (Connection connection = Infrastructure.postgres().connect("postgres")) {
      run(connection, sql.formatted(database));
    }
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static long number(PostgresServer.Database database, String query) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }
}
