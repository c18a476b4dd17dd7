package io.schemawright.policy;

import io.schemawright.catalog.ObjectRef;
import io.schemawright.event.CatalogObjectChanged;
import io.schemawright.event.CatalogObjectRemoved;
import io.schemawright.event.Cause;
import io.schemawright.event.DecisionMade;
import io.schemawright.event.Envelope;
import io.schemawright.event.Event;
import io.schemawright.event.EventId;
import io.schemawright.event.EventType;
import io.schemawright.event.ExecutionEvent;
import io.schemawright.event.ExecutionStale;
import io.schemawright.event.ExecutionSucceeded;
import io.schemawright.event.RequestAccepted;
import io.schemawright.event.ReviewGiven;
import io.schemawright.event.ReviewOverdue;
import io.schemawright.event.TargetDescribed;
import io.schemawright.event.TraceParent;
import io.schemawright.plan.Approval;
import io.schemawright.plan.Plan;
import io.schemawright.plan.Step;
import io.schemawright.plan.Verdict;
import io.schemawright.policy.docket.CaseFile;
import io.schemawright.policy.docket.Docket;
import io.schemawright.policy.docket.ParkedRequest;
import io.schemawright.policy.docket.RequestFiles;
import io.schemawright.policy.review.Reviews;
import io.schemawright.request.RequestId;
import io.schemawright.request.Review;
import java.time.Instant;
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

  private final Deliberation deliberation;

  Cases(Deliberation deliberation) {
    this.deliberation = deliberation;
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
      docket.objects().catalogue(changed);
      return List.of();
    }
    if (event instanceof CatalogObjectRemoved removed) {
      docket.objects().uncatalogue(removed.object());
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
    return docket.requests().unpark().stream()
        .flatMap(parked -> accept(docket, parked.cause(), parked.accepted(), 0).stream())
        .toList();
  }

  private List<Ruling> accept(Docket docket, Cause cause, RequestAccepted accepted, long order) {
    RequestId id = accepted.request().requestId();
    int revision = accepted.revision();
    Optional<CaseFile> file = docket.requests().file(id);
    Optional<RequestFiles.Closed> closed = docket.requests().closed(id);
    if (closed.filter(end -> end.revision() >= revision).isPresent()
        || file.filter(known -> known.decision().revision() >= revision).isPresent()
        || file.filter(CaseFile::isApproved).isPresent()) {
      return List.of(); // It is known, or comes too late to change what is approved.
    }
    Optional<TargetDescribed> target = docket.target();
    if (target.isEmpty()) {
      docket.requests().park(order, new ParkedRequest(cause, accepted));
      return List.of();
    }
    int number =
        1
            + file.map(known -> known.decision().number())
                .or(() -> closed.map(RequestFiles.Closed::number))
                .orElse(0);
    DecisionMade decision =
        deliberation.decide(
            docket, target.get(), accepted.request(), accepted.submission(), revision, number);
    CaseFile known = file.orElseGet(() -> new CaseFile(decision));
    return rule(docket, known, cause, decision);
  }

  private List<Ruling> review(Docket docket, Cause cause, ReviewGiven given) {
    Optional<CaseFile> found = docket.requests().file(given.requestId());
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
    if (verdict.get() instanceof Verdict.Approved
        && !deliberation.isStillValid(docket, file.decision())) {
      return again(
          docket,
          file,
          cause,
          "the target has changed since the plan was made, so it was planned again and the"
              + " approvals so far no longer count");
    }
    return rule(docket, file, cause, Deliberation.next(docket, file.decision(), verdict.get()));
  }

  private List<Ruling> execution(Docket docket, Cause cause, ExecutionEvent event) {
    if (!event.isFinal()) {
      return List.of();
    }
    Optional<CaseFile> found = docket.requests().file(event.requestId());
    if (found.isEmpty() || !found.get().isApproved()) {
      return List.of();
    }
    CaseFile file = found.get();
    Plan plan = file.decision().plan();
    if (plan == null
        || !plan.fingerprint().equals(event.plan())
        || file.handled().contains(cause.id())) {
      return List.of();
    }
    if (event instanceof ExecutionStale stale && !file.isCancelled()) {
      docket.objects().lift(event.requestId(), plan);
      stale.found().forEach(seen -> docket.objects().found(event.target(), seen));
      Optional<Verdict> nothingLeft = EmptiedTrash.verdict(plan, stale.found());
      return nothingLeft.isEmpty()
          ? stale(docket, file.stale(), cause, plan)
          : rule(
              docket, file, cause, Deliberation.next(docket, file.decision(), nothingLeft.get()));
    }
    if (event instanceof ExecutionSucceeded succeeded) {
      Set<ObjectRef> read = new HashSet<>();
      for (ExecutionSucceeded.ObjectVersion version : succeeded.objects()) {
        read.add(version.object());
        docket.objects().expect(event.requestId(), version.object(), version.version());
      }
      docket.objects().liftUnless(event.requestId(), plan, read);
    } else {
      docket.objects().lift(event.requestId(), plan);
    }
    if (event instanceof ExecutionSucceeded succeeded) {
      docket.requests().succeed(file.decision(), succeeded.finishedAt());
    } else {
      docket.requests().close(file.decision());
    }
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
          Deliberation.next(
              docket,
              last,
              new Verdict.Rejected(
                  null,
                  "the target was not as planned %d times in a row; somebody else changes it: send"
                          .formatted(file.staleTimes())
                      + " the request again under a new id when that has ended")));
    }
    DecisionMade again = deliberation.decideAgain(docket, last);
    Plan plan = again.plan();
    boolean sameStatements =
        plan != null && statements(plan.steps()).equals(statements(before.steps()));
    if (again.verdict() instanceof Verdict.Waiting waiting) {
      List<Approval> approvals = ((Verdict.Approved) last.verdict()).approvals();
      Verdict verdict =
          plan != null && sameStatements && approvals.size() >= waiting.approvalsNeeded()
              ? new Verdict.Approved(false, pinned(approvals, plan))
              : waiting.note(
                  "the target has changed since the plan was approved, so it was planned again and"
                      + " needs a new approval");
      again = Deliberation.with(again, verdict);
    }
    return rule(docket, file, cause, again);
  }

  /** The approvals of a plan that runs the same statements from another state. */
  private static List<Approval> pinned(List<Approval> approvals, Plan plan) {
    return approvals.stream()
        .map(approval -> new Approval(approval.by(), plan.fingerprint(), approval.comment()))
        .toList();
  }

  private static List<String> statements(List<Step> steps) {
    return steps.stream().flatMap(step -> step.statements().stream()).toList();
  }

  private List<Ruling> again(Docket docket, CaseFile file, Cause cause, String note) {
    DecisionMade decision = deliberation.decideAgain(docket, file.decision());
    return rule(
        docket,
        file,
        cause,
        decision.verdict() instanceof Verdict.Waiting waiting
            ? Deliberation.with(decision, waiting.note(note))
            : decision);
  }

  /** Notes that a review was not finished in time; says so once for each deadline. */
  Optional<Overdue> overdue(Docket docket, RequestId request, Instant now) {
    CaseFile file = docket.requests().file(request).orElse(null);
    if (file == null
        || !(file.decision().verdict() instanceof Verdict.Waiting waiting)
        || file.deadline().filter(due -> !due.isAfter(now)).isEmpty()) {
      return Optional.empty();
    }
    docket.requests().keep(file.overdue());
    DecisionMade decision = file.decision();
    ReviewOverdue event =
        new ReviewOverdue(
            request,
            decision.request().target(),
            decision.revision(),
            decision.number(),
            waiting.reviewDue(),
            waiting.approvalsNeeded(),
            waiting.approvals().size());
    EventId cause = file.handled().get(file.handled().size() - 1);
    LOG.atWarn()
        .addKeyValue("requestId", request)
        .addKeyValue("target", event.target())
        .log("a review is overdue");
    return Optional.of(new Overdue(new Cause(cause, TraceParent.random()), event));
  }

  /** What is told about a review, and what its id derives from. */
  record Overdue(Cause cause, ReviewOverdue event) {}

  private List<Ruling> rule(Docket docket, CaseFile file, Cause cause, DecisionMade decision) {
    CaseFile next = file.decided(decision, cause.id());
    Plan plan = decision.plan();
    boolean unfinished =
        docket.requests().file(decision.requestId()).filter(CaseFile::isApproved).isPresent();
    if (decision.verdict() instanceof Verdict.Approved && plan != null) {
      docket.requests().keep(next);
      docket.objects().lay(decision.requestId(), plan);
    } else if (decision.verdict() instanceof Verdict.Cancelled && unfinished) {
      docket.requests().keep(next); // The executor says whether that came in time.
    } else if (decision.verdict().isFinal()) {
      docket.requests().close(decision);
    } else {
      docket.requests().keep(next);
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
