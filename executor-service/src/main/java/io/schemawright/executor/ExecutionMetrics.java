package io.schemawright.executor;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.schemawright.executor.queue.Claims;
import java.util.List;

/**
 * Has the workers' counters there from the start: one that appears with its first event has no
 * increase, and an alert on it would miss the first failure.
 */
final class ExecutionMetrics {
  private ExecutionMetrics() {}

  static void register(MeterRegistry metrics) {
    for (Claims.End end : Claims.End.values()) {
      Counter.builder("schemawright.executions")
          .description("Approved plans that have come to their end")
          .tag("outcome", end.state())
          .register(metrics);
    }
    for (String reason : List.of("lock", "target-away", "busy", "unsettled", "closing")) {
      Counter.builder("schemawright.execution.retries")
          .description("Attempts at a plan that ended in vain, by what was in the way")
          .tag("reason", reason)
          .register(metrics);
    }
  }
}
