package io.schemawright.executor.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.schemawright.event.ExecutionCancelled;
import io.schemawright.event.ExecutionFailed;
import io.schemawright.event.ExecutionSucceeded;
import io.schemawright.event.ExecutionUndone;
import io.schemawright.executor.Decisions;
import io.schemawright.executor.Rehearsed;
import io.schemawright.executor.TestExecutor;
import io.schemawright.plan.Plan;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Steps that no transaction holds together. */
class AloneStepTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String USERS = "create table public.users (id int, name text)";
  private static final String BUILD =
      "create unique index concurrently \"Users by name\" on public.users (name)";
  private static final String REMOVE = "drop index concurrently public.\"Users by name\"";

  private static final String BUILDS =
      "select count(*) from pg_stat_activity where query ilike 'create unique index%'"
          + " and state = 'active' and datname = current_database()";

  private final TestExecutor executor = new TestExecutor();

  @AfterEach
  void close() {
    executor.close();
  }

  private Plan plan() throws Exception {
    return Rehearsed.from(USERS)
        .about("users")
        .then("alter table public.users add column n int", "alter table public.users drop column n")
        .alone(BUILD, REMOVE)
        .plan();
  }

  private static Plan cartsAndBuild() throws Exception {
    return Rehearsed.from(USERS)
        .about("users", "carts")
        .then("create table public.carts (id int)", "drop table public.carts")
        .alone(BUILD, REMOVE)
        .plan();
  }

  @Test
  void uniqueIndexOverDuplicates_isRemovedAndTheStepsBeforeItUndone() throws Exception {
    executor.onOrders(USERS, "insert into public.users values (1, 'ada'), (2, 'ada')");
    executor.work("one", 1);

    executor.decide(Decisions.approved("req-1", plan()));

    ExecutionUndone undone = (ExecutionUndone) executor.ended("req-1");
    assertThat(undone.failure().code()).isEqualTo("sql-error");
    assertThat(undone.failure().sqlState()).isEqualTo("23505");
    assertThat(undone.failure().message()).contains("ada");
    assertThat(undone.failure().remedy()).contains("as it was");
    assertThat(indexes("")).isZero();
    assertThat(columns()).isEqualTo(2);
    assertThat(
            executor.numberOnOrders(
                "select count(*) from schemawright.ledger where undone is null"))
        .isZero();
  }

  @Test
  void uniqueIndexAsOnlyStep_failsWithNothingChanged() throws Exception {
    executor.onOrders(USERS, "insert into public.users values (1, 'ada'), (2, 'ada')");
    executor.work("one", 1);

    executor.decide(
        Decisions.approved("req-1", Rehearsed.from(USERS).about("users").alone(BUILD).plan()));

    ExecutionFailed failed = (ExecutionFailed) executor.ended("req-1");
    assertThat(failed.failure().sqlState()).isEqualTo("23505");
    assertThat(failed.failure().remedy()).startsWith("Nothing was changed.");
    assertThat(failed.remains()).isEmpty();
    assertThat(indexes("")).isZero();
  }

  @Test
  void backendKilledInTheMiddleOfABuild_isFollowedByABuildThatEnds() throws Exception {
    executor.onOrders(USERS, "insert into public.users values (1, 'ada')");
    executor.work("one", 1);
    try (Connection writer = executor.orders();
        Statement statement = writer.createStatement()) {
      writer.setAutoCommit(false);
      statement.execute("insert into public.users values (2, 'bob')");
      Plan plan = cartsAndBuild();
      executor.decide(Decisions.approved("req-1", plan));
      await().atMost(LONG).until(() -> indexes("where not indisvalid") == 1);

      assertThat(
              executor.numberOnOrders(
                  "select count(*) from (select pg_terminate_backend(pid) from pg_stat_activity"
                      + " where query ilike 'create unique index%' and pid <> pg_backend_pid()"
                      + " and datname = current_database()) killed"))
          .isEqualTo(1);
      await().atMost(LONG).until(() -> executor.count("schemawright.execution.retries") > 0);
      writer.commit();
    }

    assertThat(executor.ended("req-1")).isInstanceOf(ExecutionSucceeded.class);
    assertThat(indexes("where indisvalid")).isEqualTo(1);
    assertThat(indexes("where not indisvalid")).isZero();
    assertThat(executor.numberOnOrders("select count(*) from schemawright.ledger")).isEqualTo(2);
    assertThat(executor.published(ExecutionSucceeded.class)).hasSize(1);
  }

  @Test
  void buildThatIsCancelledWhileItRuns_endsAndLeavesNothing() throws Exception {
    executor.onOrders(USERS, "insert into public.users values (1, 'ada')");
    executor.work("one", 1);
    try (Connection writer = executor.orders();
        Statement statement = writer.createStatement()) {
      writer.setAutoCommit(false);
      statement.execute("insert into public.users values (2, 'bob')");
      Plan plan = cartsAndBuild();
      executor.decide(Decisions.approved("req-1", plan));
      await().atMost(LONG).until(() -> indexes("where not indisvalid") == 1);

      executor.decide(Decisions.cancelled("req-1", plan));

      await().atMost(LONG).until(() -> executor.numberOnOrders(BUILDS) == 0);
      writer.commit(); // DROP INDEX CONCURRENTLY waits for it too.
    }

    assertThat(executor.ended("req-1")).isInstanceOf(ExecutionCancelled.class);
    assertThat(indexes("")).isZero();
    assertThat(executor.numberOnOrders("select count(*) from pg_class where relname = 'carts'"))
        .isZero();
  }

  @Test
  void transactionThatIsCancelledWhileItRuns_isRolledBack() throws Exception {
    Plan plan =
        Rehearsed.from(USERS)
            .about("users")
            .then("alter table public.users add column n int")
            .then(
                "select pg_sleep(case when current_database() like 'scratch%' then 0 else 30 end)")
            .plan();
    executor.onOrders(USERS);
    executor.work("one", 1);
    executor.decide(Decisions.approved("req-1", plan));
    await()
        .atMost(LONG)
        .until(
            () ->
                executor.numberOnOrders(
                        "select count(*) from pg_stat_activity where query like 'select pg_sleep%'"
                            + " and state = 'active' and datname = current_database()")
                    == 1);

    executor.decide(Decisions.cancelled("req-1", plan));

    assertThat(executor.ended("req-1")).isInstanceOf(ExecutionCancelled.class);
    assertThat(executor.numberOnOrders("select count(*) from pg_attribute where attname = 'n'"))
        .isZero();
  }

  @Test
  void stepThatACrashLeftUnrecorded_isRecordedAndNotRunAgain() throws Exception {
    Plan plan = Rehearsed.from(USERS).about("users").alone(BUILD).plan();
    executor.onOrders(USERS, BUILD);
    executor.work("one", 1);

    executor.decide(Decisions.approved("req-1", plan));

    assertThat(executor.ended("req-1")).isInstanceOf(ExecutionSucceeded.class);
    assertThat(executor.numberOnOrders("select count(*) from schemawright.ledger")).isEqualTo(1);
  }

  @Test
  void constraintThatRowsViolate_isUndoneByItsFirstHalf() throws Exception {
    executor.onOrders(USERS, "insert into public.users values (-1, 'ada')");
    Plan plan =
        Rehearsed.from(USERS)
            .about("users")
            .then(
                "alter table public.users add constraint positive check (id > 0) not valid",
                "alter table public.users drop constraint positive")
            .alone("alter table public.users validate constraint positive")
            .then("alter table public.users add column n int")
            .plan();
    executor.work("one", 1);

    executor.decide(Decisions.approved("req-1", plan));

    ExecutionUndone undone = (ExecutionUndone) executor.ended("req-1");
    assertThat(undone.failure().sqlState()).isEqualTo("23514");
    assertThat(
            executor.numberOnOrders(
                "select count(*) from pg_constraint where conname = 'positive'"))
        .isZero();
  }

  private long indexes(String condition) throws Exception {
    return executor.numberOnOrders(
        "select count(*) from pg_index join pg_class c on c.oid = indexrelid and relname = 'Users by name' "
            + condition);
  }

  private long columns() throws Exception {
    return executor.numberOnOrders(
        "select count(*) from information_schema.columns where table_name = 'users'");
  }
}
