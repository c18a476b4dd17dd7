package io.schemawright.notifier;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.schemawright.event.ChangeCompleted;
import io.schemawright.event.ChangeCompleted.Outcome;
import io.schemawright.notifier.message.Decided;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How requests end and how long that takes, which only the notifier sees from beginning to end.
 * Thread-safe.
 */
final class OutcomeMetrics {
  /** From a few milliseconds of our own work to the days that a review may take. */
  private static final Duration[] BOUNDARIES = {
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(20),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(200),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5),
    Duration.ofSeconds(30),
    Duration.ofMinutes(5),
    Duration.ofHours(1),
    Duration.ofHours(8),
    Duration.ofHours(48)
  };

  private static final String TOTAL = "total";
  private static final List<String> STAGES = List.of("intake", "policy", "queue", "execution");

  private final MeterRegistry registry;

  /** All there from the start: a counter that appears with its first event has no increase. */
  OutcomeMetrics(MeterRegistry registry) {
    this.registry = registry;
    for (Outcome outcome : List.of(Outcome.COMPLETED, Outcome.FAILED, Outcome.UNDONE)) {
      requests(outcome, Approval.AUTOMATIC);
      requests(outcome, Approval.REVIEWED);
    }
    requests(Outcome.REJECTED, Approval.NONE);
    requests(Outcome.CANCELLED, Approval.NONE);
    STAGES.forEach(this::stage);
  }

  private enum Approval {
    AUTOMATIC,
    REVIEWED,
    NONE
  }

  /**
   * A request has come to its end.
   *
   * @param executed the decision whose plan was run, if one was
   */
  void completed(ChangeCompleted completed, Optional<Decided> executed) {
    Map<String, Long> millis = completed.stageMillis();
    requests(completed.outcome(), approval(executed))
        .record(Duration.ofMillis(millis.getOrDefault(TOTAL, 0L)));
    millis.forEach(
        (name, taken) -> {
          if (STAGES.contains(name)) {
            stage(name).record(Duration.ofMillis(taken));
          }
        });
  }

  private static Approval approval(Optional<Decided> executed) {
    return executed
        .map(
            decided ->
                decided
                    .decision()
                    .verdict()
                    .fold(
                        approved -> approved.automatic() ? Approval.AUTOMATIC : Approval.REVIEWED,
                        waiting -> Approval.NONE,
                        changesRequested -> Approval.NONE,
                        rejected -> Approval.NONE,
                        cancelled -> Approval.NONE))
        .orElse(Approval.NONE);
  }

  private Timer requests(Outcome outcome, Approval approval) {
    return Timer.builder("schemawright.request")
        .description("Time from the receipt of a request to its end")
        .tag("outcome", word(outcome))
        .tag("approval", word(approval))
        .serviceLevelObjectives(BOUNDARIES)
        .register(registry);
  }

  private Timer stage(String name) {
    return Timer.builder("schemawright.request.stage")
        .description("Time that a request spent in a stage")
        .tag("stage", name)
        .serviceLevelObjectives(BOUNDARIES)
        .register(registry);
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
