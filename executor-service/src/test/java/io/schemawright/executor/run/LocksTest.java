package io.schemawright.executor.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.schemawright.embedded.Infrastructure;
import io.schemawright.event.ExecutionFailed;
import io.schemawright.event.ExecutionSucceeded;
import io.schemawright.event.ExecutionWaitingForLock;
import io.schemawright.executor.Decisions;
import io.schemawright.executor.Plans;
import io.schemawright.executor.Rehearsed;
import io.schemawright.executor.TestExecutor;
import io.schemawright.plan.LockMode;
import io.schemawright.plan.Plan;
import io.schemawright.plan.StepMode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Locks that somebody else holds. */
class LocksTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String A = "create table public.a (id int)";
  private static final String B = "create table public.b (id int)";

  private final TestExecutor executor = new TestExecutor();

  @AfterEach
  void close() {
    executor.close();
  }

  /** A statement that waits for longer than a few tries take fails, and with it the test. */
  @Test
  void reader_isWaitedForInShortTriesThatLetTheApplicationThrough() throws Exception {
    executor.onOrders(A);
    Plan plan =
        Rehearsed.from(A)
            .about("a")
            .then("alter table public.a add column n int")
            .locking("a", LockMode.ACCESS_EXCLUSIVE)
            .plan();
    executor.work("one", 1);
    try (Connection reader = executor.orders();
        Connection application = executor.orders();
        Statement reading = reader.createStatement();
        Statement asking = application.createStatement()) {
      reader.setAutoCommit(false);
      reading.execute("select from public.a");
      asking.execute("set statement_timeout = '30s'");
      executor.decide(Decisions.approved("req-1", plan));
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> {
                asking.execute("select from public.a");
                return executor.published(ExecutionWaitingForLock.class).count() >= 3;
              });
    }

    assertThat(executor.ended("req-1")).isInstanceOf(ExecutionSucceeded.class);
    assertThat(executor.published(ExecutionWaitingForLock.class))
        .allSatisfy(waiting -> assertThat(waiting.object()).hasToString("table/public.a"));
  }

  @Test
  void deadlockWithTheApplication_isLostByUsAndTriedAgain() throws Exception {
    executor.onOrders(A, B);
    Plan plan =
        Rehearsed.from(A, B)
            .about("a", "b")
            .then("alter table public.b add column n int")
            .locking("b", LockMode.ACCESS_EXCLUSIVE)
            .locking("a", LockMode.ACCESS_EXCLUSIVE)
            .waiting(8000)
            .plan();
    executor.work("one", 1);
    // Only a superuser may say that the other side finds the deadlock first.
    try (Connection application = Infrastructure.postgres().connect(executor.ordersDatabase());
        Statement statement = application.createStatement()) {
      application.setAutoCommit(false);
      statement.execute("set deadlock_timeout = '60s'");
      statement.execute("lock table public.b in row exclusive mode");
      executor.decide(Decisions.approved("req-1", plan));
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () ->
                  executor.numberOnOrders(
                          "select count(*) from pg_locks where not granted"
                              + " and relation = 'public.b'::regclass")
                      == 1);
      statement.execute("lock table public.a in row exclusive mode"); // Ours is held: a, then b.
      application.commit();
    }

    assertThat(executor.ended("req-1")).isInstanceOf(ExecutionSucceeded.class);
    assertThat(executor.published(ExecutionWaitingForLock.class).map(event -> event.attempt()))
        .isNotEmpty();
    assertThat(List.copyOf(plan.objects())).hasSize(2);
  }

  /** Whoever waits for the second table keeps others off the first, for both waits together. */
  @Test
  void statementAlone_waitsForEachOfItsLocksForItsShareOfTheLimit() throws Exception {
    String seen = "create table public.seen (lock_timeout int)";
    executor.onOrders(A, B, seen);
    Plan plan =
        Rehearsed.from(A, B, seen)
            .about("a", "b")
            .alone(
                "insert into public.seen"
                    + " select setting::int from pg_settings where name = 'lock_timeout'")
            .waiting(8_000)
            .locking("a", LockMode.ACCESS_EXCLUSIVE)
            .locking("b", LockMode.SHARE_ROW_EXCLUSIVE)
            .locking("seen", LockMode.ROW_EXCLUSIVE)
            .plan();
    executor.work("one", 1);

    executor.decide(Decisions.approved("req-1", plan));

    assertThat(executor.ended("req-1")).isInstanceOf(ExecutionSucceeded.class);
    assertThat(executor.numberOnOrders("select lock_timeout from public.seen"))
        .as("half of the limit at the first try, less jitter, for two tables")
        .isBetween(1_750L, 2_000L);
  }

  @Test
  void lockThatSomebodyHolds_isReportedAndWaitedOut() throws Exception {
    String given = "create table public.users (id bigint primary key)";
    executor.onOrders(given);
    Plan plan =
        Plans.of(
            "orders",
            List.of("carts", "users"),
            List.of(given),
            StepMode.TRANSACTIONAL,
            "create table public.carts (user_id bigint references public.users)");
    executor.work("one", 1);
    int reader;
    try (Connection holder = lockUsers()) {
      reader = pid(holder);
      executor.decide(Decisions.approved("req-1", plan));
      await()
          .atMost(LONG)
          .until(
              () ->
                  executor
                      .published(ExecutionWaitingForLock.class)
                      .anyMatch(event -> !event.blockers().isEmpty()));
    }

    assertThat(executor.ended("req-1")).isInstanceOf(ExecutionSucceeded.class);
    assertThat(executor.published(ExecutionWaitingForLock.class))
        .flatExtracting(ExecutionWaitingForLock::blockers)
        .extracting(ExecutionWaitingForLock.Blocker::pid)
        .contains(reader);
    assertThat(executor.count("schemawright.lock.waits")).isPositive();
  }

  @Test
  void lockThatIsNeverFree_failsWhenTheBudgetIsSpent() throws Exception {
    String given = "create table public.users (id bigint primary key)";
    executor.onOrders(given);
    Plan plan =
        Plans.of(
            "orders",
            List.of("carts", "users"),
            List.of(given),
            StepMode.TRANSACTIONAL,
            "create table public.carts (user_id bigint references public.users)");
    executor.work("one", 1, new Retries(Duration.ofMillis(1), Duration.ofMinutes(1)));
    try (Connection holder = lockUsers()) {
      assertThat(holder.isClosed()).isFalse();
      executor.decide(Decisions.approved("req-1", plan));

      ExecutionFailed failed = (ExecutionFailed) executor.ended("req-1");

      assertThat(failed.failure().code()).isEqualTo("lock-timeout");
      assertThat(failed.failure().sqlState()).isEqualTo("55P03");
    }
  }

  private static int pid(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select pg_backend_pid()")) {
      row.next();
      return row.getInt(1);
    }
  }

  private Connection lockUsers() throws SQLException {
    Connection holder = executor.orders();
    holder.setAutoCommit(false);
    try (Statement statement = holder.createStatement()) {
      statement.execute("lock table users in row exclusive mode");
    }
    return holder;
  }
}
