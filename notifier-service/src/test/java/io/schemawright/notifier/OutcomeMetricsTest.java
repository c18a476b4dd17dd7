package io.schemawright.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.schemawright.event.ChangeCompleted;
import io.schemawright.event.ChangeCompleted.Outcome;
import io.schemawright.event.Samples;
import io.schemawright.notifier.message.Decided;
import io.schemawright.plan.Verdict;
import io.schemawright.request.Identity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OutcomeMetricsTest {
  private static final Verdict BY_RULES = new Verdict.Approved(true, List.of());

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final OutcomeMetrics metrics = new OutcomeMetrics(registry);

  @Test
  void start_everyOutcomeIsThere_soThatTheFirstIsAnIncrease() {
    assertThat(registry.get("schemawright.request").timers())
        .hasSize(8)
        .allSatisfy(timer -> assertThat(timer.count()).isZero());
    assertThat(registry.get("schemawright.request.stage").timers()).hasSize(4);
  }

  @Test
  void completed_isTimedFromReceiptToEnd_andByStage() {
    metrics.completed(
        completed(
            Outcome.COMPLETED,
            Map.of("intake", 2L, "policy", 8L, "queue", 1L, "execution", 9L, "total", 20L)),
        Optional.of(decided(BY_RULES)));

    assertThat(millis(request("completed", "automatic"))).isEqualTo(20);
    assertThat(request("completed", "reviewed").count()).isZero();
    assertThat(millis(stage("policy"))).isEqualTo(8);
    assertThat(millis(stage("execution"))).isEqualTo(9);
  }

  @Test
  void approvedByAPerson_isCountedApart() {
    metrics.completed(
        completed(Outcome.FAILED, Map.of("total", 5L)),
        Optional.of(decided(new Verdict.Approved(false, List.of()))));

    assertThat(request("failed", "reviewed").count()).isEqualTo(1);
    assertThat(request("failed", "automatic").count()).isZero();
  }

  @Test
  void rejected_neverReachedTheOtherStages_andIsNotTimedThere() {
    metrics.completed(
        completed(Outcome.REJECTED, Map.of("intake", 2L, "policy", 3L, "total", 5L)),
        Optional.empty());

    assertThat(request("rejected", "none").count()).isEqualTo(1);
    assertThat(stage("policy").count()).isEqualTo(1);
    assertThat(stage("queue").count()).isZero();
    assertThat(stage("execution").count()).isZero();
  }

  @Test
  void stageThatNobodyKnows_makesNoTimeSeries() {
    metrics.completed(
        completed(Outcome.COMPLETED, Map.of("total", 5L, "invented", 1L)),
        Optional.of(decided(BY_RULES)));

    assertThat(registry.get("schemawright.request.stage").timers()).hasSize(4);
  }

  private Timer request(String outcome, String approval) {
    return registry
        .get("schemawright.request")
        .tag("outcome", outcome)
        .tag("approval", approval)
        .timer();
  }

  private Timer stage(String name) {
    return registry.get("schemawright.request.stage").tag("stage", name).timer();
  }

  private static double millis(Timer timer) {
    return timer.totalTime(TimeUnit.MILLISECONDS);
  }

  private static Decided decided(Verdict verdict) {
    return new Decided(Samples.decision(verdict), Instant.EPOCH);
  }

  private static ChangeCompleted completed(Outcome outcome, Map<String, Long> stageMillis) {
    return new ChangeCompleted(
        Samples.request().requestId(),
        "orders",
        outcome,
        "a summary",
        Identity.claimed("ada"),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Instant.EPOCH,
        stageMillis);
  }
}
