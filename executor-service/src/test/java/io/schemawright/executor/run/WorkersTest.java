package io.schemawright.executor.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.schemawright.catalog.Fingerprint;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.event.CatalogObjectChanged;
import io.schemawright.event.ExecutionCancelled;
import io.schemawright.event.ExecutionEvent;
import io.schemawright.event.ExecutionFailed;
import io.schemawright.event.ExecutionScheduled;
import io.schemawright.event.ExecutionStale;
import io.schemawright.event.ExecutionStarted;
import io.schemawright.event.ExecutionStepDone;
import io.schemawright.event.ExecutionSucceeded;
import io.schemawright.executor.Decisions;
import io.schemawright.executor.Plans;
import io.schemawright.executor.TestExecutor;
import io.schemawright.plan.Plan;
import io.schemawright.plan.Step;
import io.schemawright.plan.StepMode;
import io.schemawright.request.RequestId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkersTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private final TestExecutor executor = new TestExecutor();

  @AfterEach
  void close() {
    executor.close();
  }

  @Test
  void approvedPlan_isAppliedAuditedAndReported() throws Exception {
    executor.work("one", 2);
    Plan plan = Plans.create("orders", "carts");

    executor.decide(Decisions.approved("req-1", plan));

    ExecutionSucceeded succeeded = (ExecutionSucceeded) executor.ended("req-1");
    assertThat(executor.executions("req-1"))
        .extracting(ExecutionEvent::getClass)
        .isEqualTo(
            List.of(
                ExecutionScheduled.class,
                ExecutionStarted.class,
                ExecutionStepDone.class,
                ExecutionSucceeded.class));
    ObjectRef carts = ObjectRef.table("public", "carts");
    assertThat(succeeded.objects()).containsExactly(new ExecutionSucceeded.ObjectVersion(carts, 1));
    CatalogObjectChanged changed =
        await()
            .atMost(LONG)
            .until(
                () -> executor.published(CatalogObjectChanged.class).findFirst().orElse(null),
                event -> event != null);
    assertThat(changed.change()).isEqualTo(new RequestId("req-1"));
    assertThat(changed.object()).isEqualTo(plan.after().get(0).object());
    assertThat(changed.statistics()).isNotNull();
    assertThat(executor.numberOnOrders("select count(*) from schemawright.ledger")).isEqualTo(1);
    assertThat(executor.number("select count(*) from schema_changes_audit")).isEqualTo(1);
    assertThat(
            executor.number(
                "select count(*) from auto_create_log where action = 'created' and table_name = 'carts'"))
        .isEqualTo(1);
    assertThat(executor.auditReport().problems()).isEmpty();
  }

  @Test
  void redeliveredDecision_takesEffectOnce() throws Exception {
    executor.work("one", 4);
    Plan plan = Plans.create("orders", "carts");
    for (int i = 0; i < 10; i++) {
      executor.decide(Decisions.approved("req-1", plan));
    }

    executor.ended("req-1");
    executor.decide(Decisions.approved("req-1", plan), "the same under another id");

    assertThat(executor.number("select count(*) from executions where state = 'succeeded'"))
        .isEqualTo(1);
    assertThat(executor.executions("req-1")).hasSize(4);
  }

  @Test
  void samePlanOfAnotherRequest_isRunAgainAfterTheTableWasDropped() throws Exception {
    executor.work("one", 1);
    Plan plan = Plans.create("orders", "carts");
    executor.decide(Decisions.approved("req-1", plan));
    executor.ended("req-1");
    executor.onOrders("drop table carts");

    executor.decide(Decisions.approved("req-2", plan));

    ExecutionSucceeded succeeded = (ExecutionSucceeded) executor.ended("req-2");
    assertThat(succeeded.objects().get(0).version()).isEqualTo(2);
    assertThat(executor.numberOnOrders("select count(*) from carts")).isZero();
  }

  @Test
  void targetThatHasDrifted_makesThePlanStale() throws Exception {
    executor.onOrders("create table carts (id int)");
    executor.work("one", 1);

    executor.decide(Decisions.approved("req-1", Plans.create("orders", "carts")));

    assertThat(executor.ended("req-1"))
        .isInstanceOfSatisfying(
            ExecutionStale.class,
            stale ->
                assertThat(stale.differing()).containsExactly(ObjectRef.table("public", "carts")));
    assertThat(executor.number("select count(*) from auto_create_log where action = 'skipped'"))
        .isEqualTo(1);
  }

  @Test
  void stalePlan_approvedAnewByALaterDecision_isRun() throws Exception {
    executor.onOrders("create table carts (id int)");
    executor.work("one", 1);
    Plan plan = Plans.create("orders", "carts");
    executor.decide(Decisions.approved("req-1", plan));
    executor.ended("req-1");
    executor.onOrders("drop table carts");

    executor.decide(Decisions.of("req-1", plan, 2, Decisions.approved("req-1", plan).verdict()));

    await()
        .atMost(LONG)
        .until(
            () ->
                executor.executions("req-1").stream()
                    .anyMatch(ExecutionSucceeded.class::isInstance));
  }

  @Test
  void statementThatPostgresRefuses_failsWithItsWords() throws Exception {
    Plan good = Plans.create("orders", "carts");
    executor.work("one", 1);

    executor.decide(
        Decisions.approved(
            "req-1",
            Plans.plan(
                "orders",
                StepMode.TRANSACTIONAL,
                List.of("create table public.carts (id no_such_type)"),
                good.before(),
                good.after())));

    assertThat(executor.ended("req-1"))
        .isInstanceOfSatisfying(
            ExecutionFailed.class,
            failed -> {
              assertThat(failed.failure().code()).isEqualTo("sql-error");
              assertThat(failed.failure().sqlState()).isEqualTo("42704");
              assertThat(failed.failure().message()).contains("no_such_type");
            });
    assertThat(
            executor.number("select count(*) from schema_changes_audit where outcome = 'failed'"))
        .isEqualTo(1);
  }

  @Test
  void resultThatIsNotThePlans_isRolledBack() throws Exception {
    Plan good = Plans.create("orders", "carts");
    executor.work("one", 1);

    executor.decide(
        Decisions.approved(
            "req-1",
            Plans.plan(
                "orders",
                StepMode.TRANSACTIONAL,
                List.of("create table public.carts (id int)"),
                good.before(),
                good.after())));

    ExecutionFailed failed = (ExecutionFailed) executor.ended("req-1");
    assertThat(failed.failure().code()).isEqualTo("verification");
    assertThat(failed.failure().message()).contains("public.carts");
    assertThat(executor.numberOnOrders("select count(*) from pg_class where relname = 'carts'"))
        .isZero();
    assertThat(executor.numberOnOrders("select count(*) from schemawright.ledger")).isZero();
  }

  @Test
  void dependentPlans_runInTheirOrder() throws Exception {
    String given = Plans.createTable("users");
    Plan first = Plans.create("orders", "users");
    Plan second =
        Plans.of(
            "orders",
            List.of("users"),
            List.of(given),
            StepMode.TRANSACTIONAL,
            "alter table public.users add column name text");
    executor.decide(Decisions.approved("req-1", first));
    executor.decide(Decisions.approved("req-2", second, "req-1"));

    executor.work("one", 4);

    assertThat(executor.ended("req-2")).isInstanceOf(ExecutionSucceeded.class);
    assertThat(executor.published(ExecutionEvent.class).filter(ExecutionEvent::isFinal))
        .extracting(event -> event.requestId().value())
        .containsExactly("req-1", "req-2");
  }

  @Test
  void planWhoseDependencyFailed_goesBackToPolicy() throws Exception {
    Plan good = Plans.create("orders", "users");
    executor.decide(
        Decisions.approved(
            "req-1",
            Plans.plan(
                "orders",
                StepMode.TRANSACTIONAL,
                List.of("create table public.users (id no_such_type)"),
                good.before(),
                good.after())));
    executor.decide(Decisions.approved("req-2", Plans.create("orders", "carts"), "req-1"));
    executor.decide(Decisions.approved("req-3", Plans.create("orders", "lines"), "req-2"));
    executor.decide(Decisions.approved("req-4", Plans.create("orders", "other"), "unheard-of"));

    executor.work("one", 2);

    assertThat(executor.ended("req-3")).isInstanceOf(ExecutionStale.class);
    assertThat(executor.ended("req-2")).isInstanceOf(ExecutionStale.class);
    assertThat(executor.ended("req-4")).isInstanceOf(ExecutionSucceeded.class);
  }

  @Test
  void queuedPlan_isCancelled() throws Exception {
    Plan plan = Plans.create("orders", "carts");
    executor.decide(Decisions.approved("req-1", plan));

    executor.decide(Decisions.cancelled("req-1", plan));
    executor.work("one", 1);

    assertThat(executor.ended("req-1")).isInstanceOf(ExecutionCancelled.class);
    assertThat(executor.number("select count(*) from executions where state = 'cancelled'"))
        .isEqualTo(1);
  }

  @Test
  void twoInstances_applyEachPlanOnce() throws Exception {
    executor.work("one", 3).work("two", 3);
    int plans = 30;
    for (int i = 0; i < plans; i++) {
      executor.decide(Decisions.approved("req-" + i, Plans.create("orders", "table_" + i)));
    }

    for (int i = 0; i < plans; i++) {
      assertThat(executor.ended("req-" + i)).isInstanceOf(ExecutionSucceeded.class);
    }
    assertThat(executor.numberOnOrders("select count(*) from schemawright.ledger"))
        .isEqualTo(plans);
    assertThat(executor.number("select count(*) from schema_changes_audit")).isEqualTo(plans);
    assertThat(executor.published(ExecutionSucceeded.class)).hasSize(plans);
    assertThat(executor.auditReport().problems()).isEmpty();
    assertThat(
            executor.numberOnOrders(
                "select count(*) from pg_locks where locktype = 'advisory'"
                    + " and database = (select oid from pg_database where datname = current_database())"))
        .isZero();
  }

  @Test
  void searchPathThatAStepChanges_isNotThatOfTheNextStepNorOfTheNextPlan() throws Exception {
    String look =
        """
        do $$ begin
          if current_setting('search_path') <> 'pg_catalog,pg_temp' then raise exception 'changed'; end if;
        end $$""";
    Plan carts = Plans.create("orders", "carts");
    Plan lines = Plans.create("orders", "lines");
    Step creating = carts.steps().get(0);
    String create = creating.statements().get(0);
    executor.work("one", 1);

    executor.decide(
        Decisions.approved(
            "req-1",
            Plan.of(
                "orders",
                18,
                List.of(
                    step(
                        1, creating.before(), creating.after(), create, "set search_path = public"),
                    step(2, creating.after(), creating.after(), look)),
                List.of(),
                carts.before(),
                carts.after())));
    executor.decide(
        Decisions.approved(
            "req-2",
            Plans.plan(
                "orders",
                StepMode.TRANSACTIONAL,
                List.of(look, lines.steps().get(0).statements().get(0)),
                lines.before(),
                lines.after())));

    assertThat(executor.ended("req-1")).isInstanceOf(ExecutionSucceeded.class);
    assertThat(executor.ended("req-2")).isInstanceOf(ExecutionSucceeded.class);
  }

  private static Step step(
      int number, Fingerprint before, Fingerprint after, String... statements) {
    return new Step(
        number,
        "step",
        StepMode.TRANSACTIONAL,
        List.of(statements),
        List.of(),
        200,
        10_000,
        before,
        after,
        List.of());
  }
}
