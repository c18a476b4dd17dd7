package io.schemawright.policy;

import io.schemawright.change.Problem;
import io.schemawright.event.DecisionMade;
import io.schemawright.event.TargetDescribed;
import io.schemawright.plan.Finding;
import io.schemawright.plan.Plan;
import io.schemawright.plan.PolicySet;
import io.schemawright.plan.PolicySetRef;
import io.schemawright.plan.Severity;
import io.schemawright.plan.Trash;
import io.schemawright.plan.Verdict;
import io.schemawright.policy.docket.Docket;
import io.schemawright.policy.docket.Implied;
import io.schemawright.policy.docket.RequestFiles;
import io.schemawright.policy.plan.CompletedPlans;
import io.schemawright.policy.plan.Planned;
import io.schemawright.policy.plan.Planner;
import io.schemawright.policy.plan.Unplannable;
import io.schemawright.policy.rehearsal.Rehearsals;
import io.schemawright.policy.rehearsal.Rehearsed;
import io.schemawright.policy.rule.Proposal;
import io.schemawright.policy.rule.Surroundings;
import io.schemawright.request.RequestId;
import io.schemawright.request.SchemaRequest;
import io.schemawright.request.Submission;
import io.schemawright.tracing.Trace;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Comes to one decision about one request: plans, rehearses, judges. Its only effect is the
 * rehearsal. Thread-safe.
 */
final class Deliberation {
  private final Policy policy;
  private final Function<TargetDescribed, PolicySet> policySets;
  private final Rehearsals rehearsals;
  private final CompletedPlans completed;
  private final Clock clock;

  Deliberation(
      Policy policy,
      Function<TargetDescribed, PolicySet> policySets,
      Rehearsals rehearsals,
      CompletedPlans completed,
      Clock clock) {
    this.policy = policy;
    this.policySets = policySets;
    this.rehearsals = rehearsals;
    this.completed = completed;
    this.clock = clock;
  }

  /** A refusal for these findings. */
  @FunctionalInterface
  private interface Refusal {
    DecisionMade because(List<Finding> findings);
  }

  /** The next decision about a request that is planned again. */
  DecisionMade decideAgain(Docket docket, DecisionMade last) {
    return decide(
        docket,
        known(docket),
        last.request(),
        last.submission(),
        last.revision(),
        last.number() + 1);
  }

  private static TargetDescribed known(Docket docket) {
    return docket
        .target()
        .orElseThrow(() -> new IllegalStateException("a request is open on an unknown target"));
  }

  /** Plans, rehearses and judges. */
  DecisionMade decide(
      Docket docket,
      TargetDescribed target,
      SchemaRequest request,
      Submission submission,
      int revision,
      int number) {
    PolicySet policySet = policySets.apply(target);
    Refusal refusal =
        findings -> refused(request, submission, revision, number, findings, policySet.ref());
    List<Finding> problems = problems(request);
    if (!problems.isEmpty()) {
      return refusal.because(problems);
    }
    CompletedPlans past = completed(docket);
    Planner planner = new Planner(past, rehearsals);
    Widening around = new Widening(docket, target, request, Implied.by(request, past), planner);
    Proposal proposal =
        new Proposal(request, submission, policySet, around.around(), Optional.empty());
    List<Finding> findings = policy.findings(proposal);
    if (Policy.hasErrors(findings)) {
      return refusal.because(findings);
    }
    Planned planned;
    try {
      planned = planner.plan(request, target.postgresMajor(), around.around());
    } catch (Unplannable e) {
      return refusal.because(List.of(e.finding()));
    }
    Proposal looked = proposal.planned(planned.alterations(), planned.works());
    List<Finding> second = policy.findings(looked);
    if (Policy.hasErrors(second)) {
      return refusal.because(second);
    }
    Rehearsed rehearsed =
        Trace.within(
            "rehearsal",
            Map.of("schemawright.target", request.target()),
            () -> rehearsals.rehearse(planned.draft(), around));
    Policy.Opinion opinion =
        policy.judge(
            looked.within(around.around()).rehearsed(rehearsed.rehearsal(), rehearsed.written()),
            rehearsed.plan().isPresent(),
            clock.instant());
    return DecisionSize.fitted(
        new DecisionMade(
            request,
            submission,
            revision,
            number,
            opinion.verdict(),
            rehearsed.plan().orElse(null),
            rehearsed.rehearsal(),
            opinion.findings(),
            opinion.risk(),
            docket.dependencies(request),
            policySet.ref()));
  }

  private DecisionMade refused(
      SchemaRequest request,
      Submission submission,
      int revision,
      int number,
      List<Finding> findings,
      PolicySetRef policySet) {
    Policy.Opinion opinion = policy.refuse(findings);
    return DecisionSize.fitted(
        new DecisionMade(
            request,
            submission,
            revision,
            number,
            opinion.verdict(),
            null,
            null,
            findings,
            opinion.risk(),
            List.of(),
            policySet));
  }

  /** Intake has refused these already; nothing that contradicts itself is judged any further. */
  private static List<Finding> problems(SchemaRequest request) {
    List<Finding> findings = new ArrayList<>();
    for (int i = 0; i < request.changes().size(); i++) {
      for (Problem problem : request.changes().get(i).problems("$.changes[" + i + "]")) {
        findings.add(
            new Finding(
                "not-a-valid-change",
                Severity.ERROR,
                problem.path(),
                problem.message(),
                "mend it and send a new request"));
      }
    }
    return findings;
  }

  /**
   * What the docket knows to have happened, by the record of what was decided about it, which is
   * asked, and waited for, once for each request.
   */
  private CompletedPlans completed(Docket docket) {
    return new CompletedPlans() {
      private final Map<RequestId, Optional<DecisionMade>> known = new HashMap<>();

      @Override
      public Optional<DecisionMade> find(RequestId id) {
        return docket.requests().closed(id).filter(RequestFiles.Closed::succeeded).isPresent()
            ? known.computeIfAbsent(id, completed::find)
            : Optional.empty();
      }

      @Override
      public Optional<RequestId> purgedBy(RequestId id) {
        return docket.requests().closed(id).map(RequestFiles.Closed::purgedBy);
      }
    };
  }

  /** Whether the plan still begins from what is there and nothing speaks against it by now. */
  boolean isStillValid(Docket docket, DecisionMade decision) {
    Plan plan = decision.plan();
    if (plan == null) {
      return false;
    }
    boolean unchanged =
        plan.before().stream()
            .filter(state -> !Trash.holds(state.ref())) // The catalog knows nothing of the trash.
            .allMatch(
                state ->
                    docket.objects().state(state.ref()).fingerprint().equals(state.fingerprint()));
    if (!unchanged) {
      return false;
    }
    TargetDescribed target = known(docket);
    CompletedPlans past = completed(docket);
    Surroundings around =
        docket.surroundings(decision.request(), Implied.by(decision.request(), past), Set.of());
    Proposal proposal =
        new Proposal(
            decision.request(),
            decision.submission(),
            policySets.apply(target),
            around,
            Optional.ofNullable(decision.rehearsal()));
    return !Policy.hasErrors(policy.findings(proposal))
        && fits(decision.request(), target, around, past);
  }

  /** Whether it can be planned still: a name that it gives may have been taken since. */
  private boolean fits(
      SchemaRequest request, TargetDescribed target, Surroundings around, CompletedPlans past) {
    try {
      new Planner(past, rehearsals).plan(request, target.postgresMajor(), around);
      return true;
    } catch (Unplannable e) {
      return false;
    }
  }

  /** The next decision about the same plan. */
  static DecisionMade next(Docket docket, DecisionMade last, Verdict verdict) {
    return new DecisionMade(
        last.request(),
        last.submission(),
        last.revision(),
        last.number() + 1,
        verdict,
        last.plan(),
        last.rehearsal(),
        last.findings(),
        last.risk(),
        docket.dependencies(last.request()),
        last.policySet());
  }

  /** The same decision with another verdict. */
  static DecisionMade with(DecisionMade decision, Verdict verdict) {
    return new DecisionMade(
        decision.request(),
        decision.submission(),
        decision.revision(),
        decision.number(),
        verdict,
        decision.plan(),
        decision.rehearsal(),
        decision.findings(),
        decision.risk(),
        decision.dependsOn(),
        decision.policySet());
  }
}
