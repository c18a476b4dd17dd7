package io.schemawright.executor.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.TableStatistics;
import io.schemawright.event.DecisionMade;
import io.schemawright.event.ExecutionFailed;
import io.schemawright.event.ExecutionScheduled;
import io.schemawright.event.ExecutionSucceeded;
import io.schemawright.executor.Decisions;
import io.schemawright.executor.Plans;
import io.schemawright.executor.TestExecutor;
import io.schemawright.executor.window.Calendar;
import io.schemawright.executor.window.Freeze;
import io.schemawright.executor.window.Window;
import io.schemawright.plan.Effect;
import io.schemawright.plan.EffectKind;
import io.schemawright.plan.Plan;
import io.schemawright.plan.Rehearsal;
import io.schemawright.plan.StepMode;
import io.schemawright.request.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Windows and freezes, seen from outside. */
class GateTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  /** A window that is open now, and was not opened just yet. */
  private static Window open(String name, Duration length) {
    ZonedDateTime opened = ZonedDateTime.now(ZoneOffset.UTC).minusMinutes(2);
    return new Window(
        name,
        "%d %d * * *".formatted(opened.getMinute(), opened.getHour()),
        ZoneOffset.UTC,
        length);
  }

  /** A window that opens in two hours. */
  private static Window closed(String name) {
    ZonedDateTime opens = ZonedDateTime.now(ZoneOffset.UTC).plusHours(2);
    return new Window(
        name,
        "%d %d * * *".formatted(opens.getMinute(), opens.getHour()),
        ZoneOffset.UTC,
        Duration.ofHours(1));
  }

  private static TestExecutor executor(Window... windows) {
    return new TestExecutor(new Calendar(List.of(windows), List.of()));
  }

  @Test
  void closedWindow_isWaitedForAndSaidSo() throws Exception {
    try (TestExecutor executor = executor(closed("nightly"))) {
      executor.work("one", 1);
      executor.decide(Decisions.approved("req-1", Plans.create("orders", "carts")));

      ExecutionScheduled scheduled = scheduled(executor, 1).get(0);
      assertThat(scheduled.reason()).isEqualTo("the window \"nightly\"");
      assertThat(scheduled.notBefore()).isAfter(Instant.now().plusSeconds(3600));
      assertThat(executor.number("select count(*) from executions where next_attempt_at > now()"))
          .isEqualTo(1);
    }
  }

  @Test
  void openWindow_isUsedAtOnce() throws Exception {
    try (TestExecutor executor = executor(open("daily", Duration.ofHours(1)))) {
      executor.work("one", 1);
      executor.decide(Decisions.approved("req-1", Plans.create("orders", "carts")));

      assertThat(executor.ended("req-1")).isInstanceOf(ExecutionSucceeded.class);
      assertThat(scheduled(executor, 1)).singleElement().extracting("reason").isNull();
    }
  }

  @Test
  void windowThatTheRequestNames_isTheOneThatIsUsed() throws Exception {
    try (TestExecutor executor = executor(open("daily", Duration.ofHours(1)), closed("nightly"))) {
      executor.work("one", 1);
      Plan plan = Plans.create("orders", "carts");
      executor.decide(wanting(Decisions.approved("req-1", plan), new Schedule(null, "nightly")));
      executor.decide(wanting(Decisions.approved("req-2", plan), new Schedule(null, "hourly")));

      assertThat(scheduled(executor, 1))
          .singleElement()
          .satisfies(it -> assertThat(it.reason()).isEqualTo("the window \"nightly\""));
      assertThat(executor.ended("req-2"))
          .isInstanceOfSatisfying(
              ExecutionFailed.class,
              failed -> {
                assertThat(failed.failure().code()).isEqualTo("unknown-window");
                assertThat(failed.failure().message()).contains("it has daily, nightly");
              });
    }
  }

  @Test
  void windowThatClosedBeforeAWorkerCame_isWaitedForAgain() throws Exception {
    Instant now = Instant.now();
    Freeze sales = new Freeze(now.minusSeconds(60), now.plus(Duration.ofHours(3)), "sales");
    try (TestExecutor executor = new TestExecutor(new Calendar(List.of(), List.of(sales)))) {
      Schedule later = new Schedule(now.plus(Duration.ofHours(4)), null);
      executor.decide(wanting(Decisions.approved("req-1", Plans.create("orders", "carts")), later));
      scheduled(executor, 1);
      // Due, while the freeze is on.
      executor
          .database()
          .inTransaction(handle -> handle.execute("update executions set next_attempt_at = now()"));

      executor.work("one", 1);

      assertThat(scheduled(executor, 2).get(1).reason())
          .isEqualTo("the end of the freeze \"sales\"");
      assertThat(executor.numberOnOrders("select count(*) from pg_class where relname = 'carts'"))
          .isZero();
      assertThat(executor.envelopes().map(envelope -> envelope.id())).doesNotHaveDuplicates();
    }
  }

  @Test
  void changeThatCannotFinishInAnyWindow_isRefused() throws Exception {
    try (TestExecutor executor = executor(open("short", Duration.ofSeconds(1)))) {
      fillCarts(executor, 60);
      executor.work("one", 1);
      DecisionMade decision = rewriting();
      executor.decide(decision);
      executor
          .database()
          .inTransaction(handle -> handle.execute("update executions set next_attempt_at = now()"));

      assertThat(executor.ended("req-1"))
          .isInstanceOfSatisfying(
              ExecutionFailed.class,
              failed -> assertThat(failed.failure().code()).isEqualTo("no-window"));
    }
  }

  @Test
  void estimate_growsWithWhatIsReadAndWritten() throws Exception {
    DecisionMade decision = rewriting();
    Plan plan = Objects.requireNonNull(decision.plan());
    Rehearsal rehearsal = Objects.requireNonNull(decision.rehearsal());
    ObjectRef carts = ObjectRef.table("public", "carts");

    assertThat(Estimate.tables(plan.steps(), rehearsal)).containsExactly(carts);
    assertThat(
            Estimate.of(
                plan.steps(),
                rehearsal,
                Map.of(carts, new TableStatistics(1, 60_000_000, 80_000_000))))
        .isEqualTo(Duration.ofSeconds(4));
    assertThat(Estimate.of(plan.steps(), rehearsal, Map.of())).isZero();
  }

  /** So many megabytes of rows; 20 of them are taken to be rewritten in a second. */
  private static void fillCarts(TestExecutor executor, int megabytes) throws Exception {
    executor.onOrders(
        "create unlogged table carts (id int, note text)",
        "alter table carts alter column note set storage external",
        "insert into carts select n, repeat('x', 1000000) from generate_series(1, %d) n"
            .formatted(megabytes));
  }

  private static DecisionMade rewriting() throws Exception {
    Plan plan =
        Plans.of(
            "orders",
            List.of("carts"),
            List.of("create table carts (id int, note text)"),
            StepMode.TRANSACTIONAL,
            "alter table carts alter column id type bigint");
    return with(
        Decisions.approved("req-1", plan),
        null,
        new Rehearsal(
            Rehearsal.Outcome.PASSED,
            "",
            true,
            List.of(new Effect(1, EffectKind.REWRITE, ObjectRef.table("public", "carts"), null)),
            7));
  }

  /** Events are sent after the commit of what they are about. */
  private static List<ExecutionScheduled> scheduled(TestExecutor executor, int count) {
    return await()
        .atMost(LONG)
        .until(
            () -> executor.published(ExecutionScheduled.class).toList(),
            events -> events.size() == count);
  }

  private static DecisionMade wanting(DecisionMade decision, Schedule schedule) {
    return with(decision, schedule, decision.rehearsal());
  }

  private static DecisionMade with(
      DecisionMade decision, @Nullable Schedule schedule, @Nullable Rehearsal rehearsal) {
    return new DecisionMade(
        Decisions.wanting(decision.request(), schedule),
        decision.submission(),
        decision.revision(),
        decision.number(),
        decision.verdict(),
        decision.plan(),
        rehearsal,
        decision.findings(),
        decision.risk(),
        decision.dependsOn(),
        decision.policySet());
  }
}
