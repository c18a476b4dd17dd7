package io.schemawright.executor.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.schemawright.catalog.Fingerprint;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.event.DecisionMade;
import io.schemawright.event.Json;
import io.schemawright.executor.queue.Claim;
import io.schemawright.plan.Approval;
import io.schemawright.plan.ObjectState;
import io.schemawright.plan.Plan;
import io.schemawright.plan.Step;
import io.schemawright.plan.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A claim and what was decided about it. */
record Work(Claim claim, DecisionMade decision, Plan plan) {

  /**
   * Reads the decision that the queue holds.
   *
   * @throws IllegalArgumentException if it is not the one that was queued: a plan is bound to its
   *     fingerprint
   */
  static Work of(Claim claim) {
    try {
      DecisionMade decision = Json.mapper().readValue(claim.decision(), DecisionMade.class);
      Plan plan = Objects.requireNonNull(decision.plan(), "an approved decision has a plan");
      if (!plan.fingerprint().equals(claim.plan())) {
        throw new IllegalArgumentException(
            "the queue holds plan %s in the place of %s"
                .formatted(plan.fingerprint(), claim.plan()));
      }
      return new Work(claim, decision, plan);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e.getOriginalMessage(), e);
    }
  }

  boolean automatic() {
    return decision.verdict() instanceof Verdict.Approved approved && approved.automatic();
  }

  /** Who approved: people, or policy under one version of its rules. */
  List<String> approvedBy() {
    if (decision.verdict() instanceof Verdict.Approved approved && !approved.automatic()) {
      return approved.approvals().stream().map(Approval::by).map(by -> by.name()).toList();
    }
    return List.of(
        "policy %s version %d"
            .formatted(decision.policySet().name(), decision.policySet().version()));
  }

  /** What it does, for people. */
  String summary() {
    return summary(plan.steps());
  }

  private static String summary(List<Step> steps) {
    return steps.stream().map(Step::summary).collect(Collectors.joining("; "));
  }

  /** What some of its steps did before it was cancelled, for people. */
  String summary(Outcome.Cancelled cancelled) {
    return "%s; all undone, because %s cancelled it: %s"
        .formatted(
            summary(steps(cancelled)),
            cancelled.cancellation().by().name(),
            cancelled.cancellation().reason());
  }

  private List<Step> steps(Outcome.Cancelled cancelled) {
    return plan.steps().stream()
        .filter(step -> cancelled.undone().contains(step.number()))
        .toList();
  }

  /** The fingerprint that an object of the plan has before it; empty where it does not exist. */
  Optional<Fingerprint> fingerprintBefore(ObjectRef ref) {
    return plan.before().stream()
        .filter(state -> state.ref().equals(ref))
        .findFirst()
        .flatMap(ObjectState::fingerprint);
  }

  /** The objects that are there after it and were not before. */
  List<ObjectRef> created() {
    return plan.after().stream()
        .filter(state -> state.object() != null && fingerprintBefore(state.ref()).isEmpty())
        .map(ObjectState::ref)
        .toList();
  }

  /** What it runs. */
  String sql() {
    return sql(plan.steps().stream().flatMap(step -> step.statements().stream()));
  }

  /** What was run before it was cancelled, and then to undo that. */
  String sql(Outcome.Cancelled cancelled) {
    List<Step> back = new ArrayList<>(steps(cancelled));
    Collections.reverse(back);
    return sql(
        Stream.concat(
            steps(cancelled).stream().flatMap(step -> step.statements().stream()),
            back.stream().flatMap(step -> step.undo().stream())));
  }

  private static String sql(Stream<String> statements) {
    return statements.collect(Collectors.joining(";\n", "", ";"));
  }
}
