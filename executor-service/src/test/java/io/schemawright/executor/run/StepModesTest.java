package io.schemawright.executor.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemawright.event.CatalogObjectChanged;
import io.schemawright.event.CatalogObjectRemoved;
import io.schemawright.event.ExecutionEvent;
import io.schemawright.event.ExecutionFailed;
import io.schemawright.event.ExecutionScheduled;
import io.schemawright.event.ExecutionStale;
import io.schemawright.event.ExecutionStarted;
import io.schemawright.event.ExecutionStepDone;
import io.schemawright.event.ExecutionSucceeded;
import io.schemawright.executor.Decisions;
import io.schemawright.executor.Plans;
import io.schemawright.executor.Rehearsed;
import io.schemawright.executor.TestExecutor;
import io.schemawright.plan.LockMode;
import io.schemawright.plan.Plan;
import io.schemawright.plan.StepMode;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every mode of step on a real target. */
class StepModesTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String USERS =
      "create table public.users (id bigint primary key, name text)";
  private static final String THOUSAND_USERS =
      "insert into public.users select i, 'user ' || i from generate_series(1, 1000) i";

  private final TestExecutor executor = new TestExecutor();

  @AfterEach
  void close() {
    executor.close();
  }

  @Test
  void planOfEveryMode_isRunStepAfterStep() throws Exception {
    executor.onOrders(USERS, THOUSAND_USERS);
    Plan plan =
        Rehearsed.from(USERS)
            .about("users")
            .then("alter table public.users add column n int")
            .locking("users", LockMode.ACCESS_EXCLUSIVE)
            .backfill("users", List.of("id"), "n = length(name)", "n is null")
            .check("select id, count(*) over () as violations from public.users where n is null")
            .then("alter table public.users alter column n set not null")
            .alone("create index concurrently \"by_n\" on public.users (n)")
            .check("select id, count(*) over () as violations from public.users where id < 0")
            .plan();
    executor.work("one", 1);

    executor.decide(Decisions.approved("req-1", plan));

    ExecutionSucceeded succeeded = (ExecutionSucceeded) executor.ended("req-1");
    assertThat(succeeded.objects())
        .singleElement()
        .satisfies(version -> assertThat(version.object().name()).isEqualTo("users"));
    assertThat(executor.executions("req-1"))
        .extracting(ExecutionEvent::getClass)
        .isEqualTo(
            List.of(
                ExecutionScheduled.class,
                ExecutionStarted.class,
                ExecutionStepDone.class,
                ExecutionStepDone.class,
                ExecutionStepDone.class,
                ExecutionStepDone.class,
                ExecutionSucceeded.class));
    assertThat(executor.executions("req-1").stream().filter(ExecutionStepDone.class::isInstance))
        .extracting(event -> ((ExecutionStepDone) event).step())
        .containsExactly(1, 2, 4, 5);
    assertThat(executor.numberOnOrders("select count(*) from public.users where n = length(name)"))
        .isEqualTo(1000);
    assertThat(executor.numberOnOrders("select count(*) from pg_index where not indisvalid"))
        .isZero();
    assertThat(executor.numberOnOrders("select count(*) from schemawright.ledger")).isEqualTo(4);
    assertThat(executor.numberOnOrders("select count(*) from schemawright.backfill_progress"))
        .isZero();
    assertThat(executor.count("schemawright.backfill.rows")).isEqualTo(1000.0);
    assertThat(executor.number("select count(*) from auto_create_log")).isZero();
  }

  @ParameterizedTest
  @EnumSource(names = {"TRANSACTIONAL", "ALONE"})
  void nameWithoutASchema_isLookedForOnTheStepsSearchPath(StepMode mode) throws Exception {
    executor.onOrders(USERS);
    Plan plan =
        Plans.of(
            "orders", List.of("users"), List.of(USERS), mode, "alter table users add column m int");
    executor.work("one", 1);

    executor.decide(Decisions.approved("req-1", plan));
    executor.decide(Decisions.approved("req-2", Plans.byHand(plan)));

    assertThat(executor.ended("req-1"))
        .isInstanceOfSatisfying(
            ExecutionFailed.class,
            failed -> assertThat(failed.failure().sqlState()).isEqualTo("42P01"));
    assertThat(executor.ended("req-2")).isInstanceOf(ExecutionSucceeded.class);
  }

  @Test
  void checkThatFindsRows_saysWhichAndChangesNothing() throws Exception {
    executor.onOrders(USERS, THOUSAND_USERS);
    Plan plan =
        Rehearsed.from(USERS)
            .about("users")
            .then("alter table public.users add column n int")
            .check(
                "select id, name, count(*) over () as violations from public.users"
                    + " where id > 500 order by id limit 10")
            .alone("create index concurrently \"by_name\" on public.users (name)")
            .plan();
    Plan early =
        Rehearsed.from(USERS)
            .about("users")
            .check(
                "select id, repeat(name, 20) as name, count(*) over () as violations"
                    + " from public.users where id > 500 order by id limit 10")
            .then("alter table public.users add column n int")
            .plan();
    executor.work("one", 1);

    executor.decide(Decisions.approved("req-1", early));

    ExecutionFailed failed = (ExecutionFailed) executor.ended("req-1");
    assertThat(failed.failure().code()).isEqualTo("rows-in-the-way");
    assertThat(failed.failure().message())
        .contains("500 rows", "step 1", "(id = 501, name = user 501user", "id = 510")
        .doesNotContain("id = 511");
    assertThat(failed.failure().message().length()).isLessThan(2000);
    assertThat(failed.failure().remedy()).startsWith("Nothing was changed.");
    assertThat(failed.remains()).isEmpty();
    assertThat(executor.numberOnOrders("select count(*) from schemawright.ledger")).isZero();

    executor.decide(Decisions.approved("req-2", plan));

    // The step before it has no way back here, which is said.
    failed = (ExecutionFailed) executor.ended("req-2");
    assertThat(failed.failure().code()).isEqualTo("rows-in-the-way");
    assertThat(failed.remains())
        .singleElement()
        .satisfies(left -> assertThat(left).contains("step 1", "no way back", "users"));
  }

  @Test
  void checkOfATargetThatHasDrifted_isNotAsked() throws Exception {
    executor.onOrders("create table public.users (other int)");
    Plan plan =
        Rehearsed.from(USERS)
            .about("users")
            .check("select id, count(*) over () as violations from public.users where id < 0")
            .then("alter table public.users add column n int")
            .plan();
    executor.work("one", 1);

    executor.decide(Decisions.approved("req-1", plan));

    assertThat(executor.ended("req-1")).isInstanceOf(ExecutionStale.class);
  }

  @Test
  void renamedTable_isPublishedAsGoneAndNew_andWhatIsOnlyLookedAtIsNot() throws Exception {
    String others = "create table public.others (id int)";
    executor.onOrders(USERS, others);
    Plan plan =
        Rehearsed.from(USERS, others)
            .about("users", "people", "others")
            .then("alter table public.users rename to people")
            .plan();
    executor.work("one", 1);

    executor.decide(Decisions.approved("req-1", plan));

    ExecutionSucceeded succeeded = (ExecutionSucceeded) executor.ended("req-1");
    assertThat(succeeded.objects())
        .extracting(version -> version.object().name())
        .containsExactly("people");
    Awaitility.await()
        .atMost(LONG)
        .until(() -> executor.number("select count(*) from outbox") == 0);
    assertThat(executor.published(CatalogObjectRemoved.class))
        .extracting(removed -> removed.object().name())
        .containsExactly("users");
    assertThat(executor.published(CatalogObjectChanged.class))
        .extracting(changed -> changed.object().ref().name())
        .containsExactly("people");
  }

  @Test
  void stepThatMakesItsTransactionReadOnly_isRefusedAndNotTriedAgain() throws Exception {
    executor.onOrders(USERS);
    Plan plan =
        Rehearsed.from(USERS)
            .about("users")
            .then("alter table public.users add column n int")
            .then("set transaction read only")
            .plan();
    executor.work("one", 1);

    executor.decide(Decisions.approved("req-1", plan));

    ExecutionFailed failed = (ExecutionFailed) executor.ended("req-1");
    assertThat(failed.failure().sqlState()).isEqualTo("25006");
    assertThat(failed.failure().message()).contains("step 2");
    assertThat(failed.failure().remedy()).contains("Nothing was changed", "read-only");
    assertThat(executor.number("select attempt from executions")).isEqualTo(1);
  }

  @Test
  void tableMovedToTheTrash_isGone() throws Exception {
    executor.onOrders(USERS);
    String trash = "schemawright_trash_0123456789ab";
    Plan plan =
        Rehearsed.from(USERS)
            .about("users")
            .then("create schema \"%s\"".formatted(trash), "drop schema \"%s\"".formatted(trash))
            .then(
                "alter table public.users set schema \"%s\"".formatted(trash),
                "alter table \"%s\".users set schema public".formatted(trash))
            .plan();
    executor.work("one", 1);

    executor.decide(Decisions.approved("req-1", plan));

    assertThat(executor.ended("req-1")).isInstanceOf(ExecutionSucceeded.class);
    Awaitility.await()
        .atMost(LONG)
        .until(() -> executor.number("select count(*) from outbox") == 0);
    assertThat(executor.published(CatalogObjectRemoved.class)).hasSize(1);
    assertThat(executor.numberOnOrders("select count(*) from " + trash + ".users")).isZero();
  }
}
