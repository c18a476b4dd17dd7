package io.schemawright.policy;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.schemawright.event.DecisionMade;
import io.schemawright.event.Event;
import io.schemawright.event.ReviewGiven;
import io.schemawright.plan.Finding;
import io.schemawright.plan.Rehearsal;
import io.schemawright.plan.RiskLevel;
import io.schemawright.plan.Verdict;
import io.schemawright.policy.rule.PolicyRule;
import io.schemawright.policy.rule.Rules;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** What policy counts. Thread-safe. */
final class PolicyMetrics {
  private static final List<String> VERDICTS =
      List.of(
          "approved-automatically",
          "approved",
          "waiting",
          "changes-requested",
          "rejected",
          "cancelled");

  private final MeterRegistry registry;
  private final Timer rehearsals;
  private final Counter ignoredReviews;
  private final Counter overdueReviews;
  private final Counter deadLetters;

  PolicyMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.rehearsals =
        Timer.builder("schemawright.policy.rehearsal")
            .description("Time a rehearsal took")
            .publishPercentileHistogram()
            .register(registry);
    this.ignoredReviews =
        Counter.builder("schemawright.policy.reviews.ignored")
            .description("Reviews that changed nothing, such as the requester's own")
            .register(registry);
    this.overdueReviews =
        Counter.builder("schemawright.policy.reviews.overdue")
            .description("Reviews that were not finished in time, each told once")
            .register(registry);
    this.deadLetters =
        Counter.builder("schemawright.policy.dead.letters")
            .description("Records sent to a dead letter topic")
            .register(registry);
    // All there from the start: a counter that appears with its first event has no increase.
    for (String verdict : VERDICTS) {
      for (RiskLevel risk : RiskLevel.values()) {
        decisions(verdict, risk);
      }
    }
    for (PolicyRule rule : Rules.load().all()) {
      if (rule.mayBeWaived()) {
        waived(rule.id());
      }
    }
  }

  private Counter decisions(String verdict, RiskLevel risk) {
    return Counter.builder("schemawright.policy.decisions")
        .description("Decisions by their verdict and the risk of what was decided about")
        .tag("verdict", verdict)
        .tag("risk", word(risk))
        .register(registry);
  }

  private Counter findings(Finding finding) {
    return Counter.builder("schemawright.policy.findings")
        .description("What rules had to say about requests")
        .tag("rule", finding.rule())
        .tag("severity", word(finding.severity()))
        .register(registry);
  }

  private Counter waived(String rule) {
    return Counter.builder("schemawright.policy.findings.waived")
        .description("Findings that did not count, because somebody answers for them")
        .tag("rule", rule)
        .register(registry);
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /** An event has led to these rulings. */
  void handled(Event event, List<Ruling> rulings) {
    if (event instanceof ReviewGiven && rulings.isEmpty()) {
      ignoredReviews.increment();
    }
    for (Ruling ruling : rulings) {
      DecisionMade decision = ruling.decision();
      decisions(name(decision.verdict()), decision.risk().level()).increment();
      for (Finding finding : decision.findings()) {
        (finding.waived() == null ? findings(finding) : waived(finding.rule())).increment();
      }
      Rehearsal rehearsal = decision.rehearsal();
      if (rehearsal != null && decision.number() == 1) {
        rehearsals.record(rehearsal.millis(), TimeUnit.MILLISECONDS);
      }
    }
  }

  /** A review is overdue, for the first time. */
  void overdue() {
    overdueReviews.increment();
  }

  /** A record has gone to the dead letter topic. */
  void parked() {
    deadLetters.increment();
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
