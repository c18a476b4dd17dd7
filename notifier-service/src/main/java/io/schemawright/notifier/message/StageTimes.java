package io.schemawright.notifier.message;

import io.schemawright.event.ExecutionSucceeded;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How long each stage of a change took. Times are of several clocks, so a stage that would end
 * before it began took no time. A stage whose end nobody saw is part of the next one.
 */
final class StageTimes {
  private final Map<String, Long> millis = new TreeMap<>();
  private final Instant receivedAt;
  private Instant reached;

  private StageTimes(Instant receivedAt) {
    this.receivedAt = receivedAt;
    this.reached = receivedAt;
  }

  /** The stages up to the decision. */
  static Map<String, Long> of(Change change, Decided decided) {
    return new StageTimes(decided.decision().submission().receivedAt())
        .stage("intake", change.acceptedAt())
        .stage("policy", decided.at())
        .total();
  }

  /** All stages. */
  static Map<String, Long> of(Change change, Decided decided, Ended ended) {
    Instant started =
        ended.event() instanceof ExecutionSucceeded succeeded ? succeeded.startedAt() : null;
    return new StageTimes(decided.decision().submission().receivedAt())
        .stage("intake", change.acceptedAt())
        .stage("policy", decided.at())
        .stage("queue", started)
        .stage("execution", ended.at())
        .total();
  }

  private StageTimes stage(String name, @Nullable Instant end) {
    if (end != null) {
      millis.put(name, between(reached, end));
      reached = end.isAfter(reached) ? end : reached;
    }
    return this;
  }

  private Map<String, Long> total() {
    millis.put("total", between(receivedAt, reached));
    return millis;
  }

  private static long between(Instant start, Instant end) {
    return Math.max(0, Duration.between(start, end).toMillis());
  }
}
