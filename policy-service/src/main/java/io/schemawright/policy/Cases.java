package io.schemawright.policy;

import io.schemawright.catalog.ObjectRef;
import io.schemawright.change.Problem;
import io.schemawright.event.CatalogObjectChanged;
import io.schemawright.event.CatalogObjectRemoved;
import io.schemawright.event.Cause;
import io.schemawright.event.DecisionMade;
import io.schemawright.event.Envelope;
import io.schemawright.event.Event;
import io.schemawright.event.EventType;
import io.schemawright.event.ExecutionEvent;
import io.schemawright.event.ExecutionStale;
import io.schemawright.event.ExecutionSucceeded;
import io.schemawright.event.RequestAccepted;
import io.schemawright.event.ReviewGiven;
import io.schemawright.event.TargetDescribed;
import io.schemawright.plan.Approval;
import io.schemawright.plan.Finding;
import io.schemawright.plan.Plan;
import io.schemawright.plan.PolicySet;
import io.schemawright.plan.Severity;
import io.schemawright.plan.Step;
import io.schemawright.plan.Verdict;
import io.schemawright.policy.docket.CaseFile;
import io.schemawright.policy.docket.Docket;
import io.schemawright.policy.docket.ParkedRequest;
import io.schemawright.policy.plan.Draft;
import io.schemawright.policy.plan.Planner;
import io.schemawright.policy.rehearsal.Rehearsals;
import io.schemawright.policy.rehearsal.Rehearsed;
import io.schemawright.policy.review.Reviews;
import io.schemawright.policy.rule.Proposal;
import io.schemawright.request.RequestId;
import io.schemawright.request.Review;
import io.schemawright.request.SchemaRequest;
import io.schemawright.request.Submission;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles what comes in about a target's objects and requests: changes the docket and says what is
 * decided. Its only effect beyond the docket is the rehearsal. Thread-safe; a docket is not.
 */
final class Cases {
  private static final int MOST_STALE_TIMES = 3;
  private static final Logger LOG = LoggerFactory.getLogger(Cases.class);

  private final Policy policy;
  private final PolicySet policySet;
  private final Rehearsals rehearsals;
  private final Clock clock;

  Cases(Policy policy, PolicySet policySet, Rehearsals rehearsals, Clock clock) {
    this.policy = policy;
    this.policySet = policySet;
    this.rehearsals = rehearsals;
    this.clock = clock;
  }

  /**
   * Handles one event.
   *
   * @param order puts requests that wait for their target in order
   * @throws IllegalArgumentException if such an event has no place here
   */
  List<Ruling> handle(Docket docket, Envelope<? extends Event> envelope, long order) {
    Event event = envelope.event();
    if (event instanceof RequestAccepted accepted) {
      return accept(docket, envelope.cause(), accepted, order);
    }
    if (event instanceof ReviewGiven given) {
      return review(docket, envelope.cause(), given);
    }
    if (event instanceof ExecutionEvent execution) {
      return execution(docket, envelope.cause(), execution);
    }
    if (event instanceof CatalogObjectChanged changed) {
      docket.catalogue(changed);
      return List.of();
    }
    if (event instanceof CatalogObjectRemoved removed) {
      docket.uncatalogue(removed.object());
      return List.of();
    }
    if (event instanceof TargetDescribed described) {
      return describe(docket, described);
    }
    throw new IllegalArgumentException("policy has no use for a " + EventType.of(event).typeName());
  }

  private List<Ruling> describe(Docket docket, TargetDescribed described) {
    docket.describe(described);
    if (docket.target().isEmpty()) {
      return List.of();
    }
    return docket.unpark().stream()
        .flatMap(parked -> accept(docket, parked.cause(), parked.accepted(), 0).stream())
        .toList();
  }

  private List<Ruling> accept(Docket docket, Cause cause, RequestAccepted accepted, long order) {
    RequestId id = accepted.request().requestId();
    int revision = accepted.revision();
    Optional<CaseFile> file = docket.file(id);
    Optional<Docket.Closed> closed = docket.closed(id);
    if (closed.filter(end -> end.revision() >= revision).isPresent()
        || file.filter(known -> known.decision().revision() >= revision).isPresent()
        || file.filter(CaseFile::isApproved).isPresent()) {
      return List.of(); // It is known, or comes too late to change what is approved.
    }
    Optional<TargetDescribed> target = docket.target();
    if (target.isEmpty()) {
      docket.park(order, new ParkedRequest(cause, accepted));
      return List.of();
    }
    int number =
        1
            + file.map(known -> known.decision().number())
                .or(() -> closed.map(Docket.Closed::number))
                .orElse(0);
    DecisionMade decision =
        decide(docket, target.get(), accepted.request(), accepted.submission(), revision, number);
    CaseFile known = file.orElseGet(() -> new CaseFile(decision, List.of(), 0));
    return rule(docket, known, cause, decision);
  }

  private List<Ruling> review(Docket docket, Cause cause, ReviewGiven given) {
    Optional<CaseFile> found = docket.file(given.requestId());
    if (found.isEmpty() || found.get().handled().contains(cause.id())) {
      return List.of();
    }
    CaseFile file = found.get();
    Optional<Verdict> verdict = Reviews.answer(file.decision(), given);
    if (verdict.isEmpty()) {
      return List.of();
    }
    boolean nothingToLookAt =
        file.decision().plan() == null && given.review() instanceof Review.Approve;
    if (nothingToLookAt) {
      return again(
          docket, file, cause, "it could not be tried out before: look at the plan and approve it");
    }
    if (verdict.get() instanceof Verdict.Approved && !isStillValid(docket, file.decision())) {
      return again(
          docket,
          file,
          cause,
          "the target has changed since the plan was made, so it was planned again and the"
              + " approvals so far no longer count");
    }
    return rule(docket, file, cause, next(docket, file.decision(), verdict.get()));
  }

  private List<Ruling> execution(Docket docket, Cause cause, ExecutionEvent event) {
    Optional<CaseFile> found = docket.file(event.requestId());
    if (found.isEmpty() || !found.get().isApproved()) {
      return List.of();
    }
    CaseFile file = found.get();
    Plan plan = file.decision().plan();
    if (plan == null
        || !event.isFinal()
        || !plan.fingerprint().equals(event.plan())
        || file.handled().contains(cause.id())) {
      return List.of();
    }
    if (event instanceof ExecutionStale) {
      docket.lift(event.requestId(), plan);
      return stale(docket, file.stale(), cause, plan);
    }
    if (event instanceof ExecutionSucceeded succeeded) {
      Set<ObjectRef> read = new HashSet<>();
      for (ExecutionSucceeded.ObjectVersion version : succeeded.objects()) {
        read.add(version.object());
        docket.expect(event.requestId(), version.object(), version.version());
      }
      docket.liftUnless(event.requestId(), plan, read);
    } else {
      docket.lift(event.requestId(), plan);
    }
    docket.close(file.decision());
    return List.of();
  }

  /**
   * The target was not as planned: plans again, and keeps the approvals if nothing else changed.
   */
  private List<Ruling> stale(Docket docket, CaseFile file, Cause cause, Plan before) {
    DecisionMade last = file.decision();
    if (file.staleTimes() > MOST_STALE_TIMES) {
      return rule(
          docket,
          file,
          cause,
          next(
              docket,
              last,
              new Verdict.Rejected(
                  null,
                  "the target was not as planned %d times in a row; somebody else changes it: send"
                          .formatted(file.staleTimes())
                      + " the request again under a new id when that has ended")));
    }
    DecisionMade again = decideAgain(docket, last);
    Plan plan = again.plan();
    boolean sameStatements =
        plan != null && statements(plan.steps()).equals(statements(before.steps()));
    if (again.verdict() instanceof Verdict.Waiting waiting) {
      List<Approval> approvals = ((Verdict.Approved) last.verdict()).approvals();
      Verdict verdict =
          sameStatements && approvals.size() >= waiting.approvalsNeeded()
              ? new Verdict.Approved(false, approvals)
              : waiting.note(
                  "the target has changed since the plan was approved, so it was planned again and"
                      + " needs a new approval");
      again = with(again, verdict);
    }
    return rule(docket, file, cause, again);
  }

  private static List<String> statements(List<Step> steps) {
    return steps.stream().flatMap(step -> step.statements().stream()).toList();
  }

  private List<Ruling> again(Docket docket, CaseFile file, Cause cause, String note) {
    DecisionMade decision = decideAgain(docket, file.decision());
    return rule(
        docket,
        file,
        cause,
        decision.verdict() instanceof Verdict.Waiting waiting
            ? with(decision, waiting.note(note))
            : decision);
  }

  private DecisionMade decideAgain(Docket docket, DecisionMade last) {
    TargetDescribed target =
        docket
            .target()
            .orElseThrow(() -> new IllegalStateException("no target " + last.request().target()));
    return decide(
        docket, target, last.request(), last.submission(), last.revision(), last.number() + 1);
  }

  /** Plans, rehearses and judges. */
  private DecisionMade decide(
      Docket docket,
      TargetDescribed target,
      SchemaRequest request,
      Submission submission,
      int revision,
      int number) {
    List<Finding> problems = problems(request);
    if (!problems.isEmpty()) {
      return refused(request, submission, revision, number, problems);
    }
    Proposal proposal =
        new Proposal(
            request, submission, policySet, docket.surroundings(request), Optional.empty());
    List<Finding> findings = policy.findings(proposal);
    if (Policy.hasErrors(findings)) {
      return refused(request, submission, revision, number, findings);
    }
    Draft draft;
    try {
      draft = Planner.draft(request, target.postgresMajor(), proposal.surroundings());
    } catch (IllegalArgumentException e) {
      return refused(request, submission, revision, number, List.of(unplannable(e)));
    }
    Rehearsed rehearsed = rehearsals.rehearse(draft);
    Policy.Opinion opinion =
        policy.judge(
            proposal.rehearsed(rehearsed.rehearsal()),
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
      List<Finding> findings) {
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
            policySet.ref()));
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

  private static Finding unplannable(IllegalArgumentException reason) {
    return new Finding(
        "cannot-be-planned",
        Severity.ERROR,
        "$.changes",
        "no statements can be written for the change: " + reason.getMessage(),
        "mend what it complains about and send a new request");
  }

  /** Whether the plan still begins from what is there and nothing speaks against it by now. */
  private boolean isStillValid(Docket docket, DecisionMade decision) {
    Plan plan = decision.plan();
    if (plan == null) {
      return false;
    }
    boolean unchanged =
        plan.before().stream()
            .allMatch(state -> docket.state(state.ref()).fingerprint().equals(state.fingerprint()));
    Proposal proposal =
        new Proposal(
            decision.request(),
            decision.submission(),
            policySet,
            docket.surroundings(decision.request()),
            Optional.ofNullable(decision.rehearsal()));
    return unchanged && !Policy.hasErrors(policy.findings(proposal));
  }

  /** The next decision about the same plan. */
  private static DecisionMade next(Docket docket, DecisionMade last, Verdict verdict) {
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

  private static DecisionMade with(DecisionMade decision, Verdict verdict) {
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

  private List<Ruling> rule(Docket docket, CaseFile file, Cause cause, DecisionMade decision) {
    CaseFile next = file.decided(decision, cause.id());
    Plan plan = decision.plan();
    if (decision.verdict() instanceof Verdict.Approved && plan != null) {
      docket.keep(next);
      docket.lay(decision.requestId(), plan);
    } else if (decision.verdict().isFinal()) {
      docket.close(decision);
    } else {
      docket.keep(next);
    }
    LOG.atInfo()
        .addKeyValue("requestId", decision.requestId())
        .addKeyValue("target", decision.request().target())
        .addKeyValue("number", decision.number())
        .addKeyValue("verdict", decision.verdict().getClass().getSimpleName())
        .log("decided");
    return List.of(new Ruling(cause, decision));
  }
}
