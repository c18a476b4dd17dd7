package io.schemawright.policy;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.schemawright.event.DecisionMade;
import io.schemawright.event.Event;
import io.schemawright.event.ReviewGiven;
import io.schemawright.plan.Rehearsal;
import io.schemawright.plan.Verdict;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What policy counts. Thread-safe. */
final class PolicyMetrics {
  private final MeterRegistry registry;
  private final Timer rehearsals;

  PolicyMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.rehearsals =
        Timer.builder("schemawright.policy.rehearsal")
            .description("Time a rehearsal took")
            .publishPercentileHistogram()
            .register(registry);
  }

  /** An event has led to these rulings. */
  void handled(Event event, List<Ruling> rulings) {
    if (event instanceof ReviewGiven && rulings.isEmpty()) {
      registry.counter("schemawright.policy.reviews.ignored").increment();
    }
    for (Ruling ruling : rulings) {
      DecisionMade decision = ruling.decision();
      registry
          .counter("schemawright.policy.decisions", "verdict", name(decision.verdict()))
          .increment();
      decision
          .findings()
          .forEach(
              finding ->
                  registry
                      .counter("schemawright.policy.findings", "rule", finding.rule())
                      .increment());
      Rehearsal rehearsal = decision.rehearsal();
      if (rehearsal != null && decision.number() == 1) {
        rehearsals.record(rehearsal.millis(), TimeUnit.MILLISECONDS);
      }
    }
  }

  /** A record has gone to the dead letter topic. */
  void parked() {
    registry.counter("schemawright.policy.dead.letters").increment();
  }

  private static String name(Verdict verdict) {
    return verdict.fold(
        approved -> approved.automatic() ? "approved-automatically" : "approved",
        waiting -> "waiting",
        changesRequested -> "changes-requested",
        rejected -> "rejected",
        cancelled -> "cancelled");
  }
}
