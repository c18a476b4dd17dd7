package io.schemawright.executor.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
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
import io.schemawright.event.ExecutionWaitingForLock;
import io.schemawright.executor.Decisions;
import io.schemawright.executor.Plans;
import io.schemawright.executor.TestExecutor;
import io.schemawright.executor.audit.SchemaChangesAudit;
import io.schemawright.executor.queue.Heartbeat;
import io.schemawright.plan.Plan;
import io.schemawright.plan.Step;
import io.schemawright.plan.StepMode;
import io.schemawright.request.RequestId;
import io.schemawright.service.Health;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkersTest {
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
    assertThat(executor.database().read(SchemaChangesAudit::verify)).isEmpty();
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
  void modeThatIsNotKnown_fails() throws Exception {
    Plan good = Plans.create("orders", "carts");
    executor.work("one", 1);

    executor.decide(
        Decisions.approved(
            "req-1",
            Plans.plan(
                "orders",
                StepMode.ALONE,
                good.steps().get(0).statements(),
                good.before(),
                good.after())));

    assertThat(((ExecutionFailed) executor.ended("req-1")).failure().code())
        .isEqualTo("unsupported-mode");
  }

  @Test
  void lockThatSomebodyHolds_isReportedAndWaitedOut() throws Exception {
    String given = "create table public.users (id bigint primary key)";
    executor.onOrders(given);
    Plan plan =
        Plans.of(
            "orders",
            List.of("carts"),
            List.of(given),
            StepMode.TRANSACTIONAL,
            "create table public.carts (user_id bigint references public.users)");
    executor.work("one", 1);
    int reader;
    try (Connection holder = lockUsers()) {
      reader = pid(holder);
      executor.decide(Decisions.approved("req-1", plan));
      await()
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
            List.of("carts"),
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
    assertThat(executor.database().read(SchemaChangesAudit::verify)).isEmpty();
    assertThat(
            executor.numberOnOrders(
                "select count(*) from pg_locks where locktype = 'advisory'"
                    + " and database = (select oid from pg_database where datname = current_database())"))
        .isZero();
  }

  @Test
  void claimWhoseProcessHasDied_isTakenOverAndReportedFromTheLedger() throws Exception {
    Plan plan = Plans.create("orders", "carts");
    executor.work("one", 1);
    executor.decide(Decisions.approved("req-1", plan));
    executor.ended("req-1");
    // As a process leaves it that dies between the target's commit and its own.
    executor
        .database()
        .inTransaction(
            handle ->
                handle.execute(
                    "update executions set state = 'running', owner = 'dead', in_doubt = true,"
                        + " lease_until = clock_timestamp() - interval '1 second'"));

    await()
        .until(
            () ->
                executor.number("select count(*) from executions where state = 'succeeded'") == 1);

    assertThat(executor.numberOnOrders("select count(*) from schemawright.ledger")).isEqualTo(1);
    assertThat(
            executor
                .envelopes()
                .filter(envelope -> envelope.event() instanceof ExecutionSucceeded)
                .map(envelope -> envelope.id()))
        .hasSize(2)
        .containsOnly(
            executor
                .envelopes()
                .filter(envelope -> envelope.event() instanceof ExecutionSucceeded)
                .findFirst()
                .orElseThrow()
                .id());
  }

  @Test
  void outcomeThatOurDatabaseRefuses_isGivenBackAndReportedFromTheLedger() throws Exception {
    // A sequence is not rolled back: the refusal happens once, and is not one that passes.
    executor
        .database()
        .inTransaction(
            handle ->
                handle.execute(
                    """
                    create sequence refusals;
                    create function refuse_once() returns trigger language plpgsql as
                    $$ begin
                      if nextval('refusals') = 1 then raise exception 'not this time'; end if;
                      return new;
                    end $$;
                    create trigger refuse_once before update on executions for each row
                      when (new.state = 'succeeded') execute function refuse_once()
                    """));
    executor.work("one", 1);
    // While the process lives, no lease runs out.
    try (Heartbeat heartbeat =
        new Heartbeat(
            executor.database(), "one", Duration.ofSeconds(10), new SimpleMeterRegistry())) {
      executor.decide(Decisions.approved("req-1", Plans.create("orders", "carts")));

      assertThat(executor.ended("req-1")).isInstanceOf(ExecutionSucceeded.class);
      assertThat(heartbeat.check()).isEqualTo(Health.ok());
    }
    assertThat(executor.number("select attempt from executions")).isEqualTo(2);
    assertThat(executor.numberOnOrders("select count(*) from schemawright.ledger")).isEqualTo(1);
    assertThat(executor.number("select count(*) from schema_changes_audit")).isEqualTo(1);
    assertThat(executor.published(ExecutionSucceeded.class)).hasSize(1);
  }

  @Test
  void searchPathThatAStepChanges_isNotThatOfTheNextStepNorOfTheNextPlan() throws Exception {
    String look =
        """
        do $$ begin
          if current_setting('search_path') <> 'pg_catalog' then raise exception 'changed'; end if;
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
