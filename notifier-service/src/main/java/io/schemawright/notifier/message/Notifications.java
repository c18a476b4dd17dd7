package io.schemawright.notifier.message;

import io.schemawright.event.ChangeCompleted;
import io.schemawright.event.ChangeCompleted.Outcome;
import io.schemawright.event.DecisionMade;
import io.schemawright.event.EventId;
import io.schemawright.event.EventType;
import io.schemawright.event.ReviewOverdue;
import io.schemawright.plan.Approval;
import io.schemawright.plan.Plan;
import io.schemawright.plan.Verdict;
import io.schemawright.request.Identity;
import io.schemawright.request.RequestId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is worth telling about a change: its outcome, once; that it waits for a review; that a
 * reviewer wants changes.
 *
 * <p>An execution's end is the outcome as soon as the decision for its plan is known. A rejection
 * or a cancellation is the outcome unless an approved plan is with the executor: then the executor
 * says whether it stopped in time.
 */
public final class Notifications {
  private Notifications() {}

  /**
   * What to tell when {@code before} has become {@code after}; nothing once the outcome is told.
   */
  public static Optional<Notification> about(Change before, Change after) {
    if (after.told()) {
      return Optional.empty();
    }
    Ended ended = after.ended();
    Optional<Decided> executed = after.executed();
    if (ended != null && executed.isPresent()) {
      return Optional.of(ofExecution(after, executed.get(), ended));
    }
    Decided last = after.last();
    return last == null
        ? Optional.empty()
        : last.decision()
            .verdict()
            .fold(
                approved -> Optional.empty(),
                waiting -> ofReview(before, last, () -> waitsForReview(last, waiting)),
                requested -> ofReview(before, last, () -> changesRequested(last, requested)),
                rejected -> ofDecision(after, () -> rejected(after, last, rejected)),
                cancelled -> ofDecision(after, () -> cancelled(after, last, cancelled)));
  }

  /** What to tell of a review that is overdue; nothing once something else has been decided. */
  public static Optional<Notification> about(Change change, ReviewOverdue overdue, Instant at) {
    Decided last = change.last();
    boolean waits =
        !change.told()
            && last != null
            && last.decision().verdict() instanceof Verdict.Waiting waiting
            && waiting.reviewDue().equals(overdue.reviewDue());
    if (last == null || !waits) {
      return Optional.empty();
    }
    Identity requester = last.decision().submission().requester();
    String id =
        EventId.derivedFrom(
                completionCause(change.requestId()), EventType.REVIEW_OVERDUE, overdue.part())
            .value();
    Message message =
        new Message(
            id,
            Message.Kind.REVIEW_OVERDUE,
            change.requestId(),
            overdue.target(),
            Wording.overdue(overdue),
            List.of("Asked for by " + requester.name() + "."),
            requester,
            List.of(),
            at,
            Map.of());
    return Optional.of(new Notification(message, Optional.empty()));
  }

  /**
   * The id of what is told about a change's end: it derives from the request alone, so that any
   * repeat has it too.
   */
  public static EventId completionCause(RequestId requestId) {
    return new EventId(requestId.value());
  }

  private interface Rendering {
    Notification render();
  }

  private static Optional<Notification> ofDecision(Change change, Rendering rendering) {
    return change.isWithExecutor() ? Optional.empty() : Optional.of(rendering.render());
  }

  /** A further word that leaves the verdict and the plan as they were is not told again. */
  private static Optional<Notification> ofReview(Change before, Decided now, Rendering rendering) {
    Decided then = before.last();
    boolean told =
        then != null
            && then.decision().revision() == now.decision().revision()
            && then.decision().verdict().getClass() == now.decision().verdict().getClass()
            && fingerprint(then).equals(fingerprint(now));
    return told ? Optional.empty() : Optional.of(rendering.render());
  }

  private static Optional<String> fingerprint(Decided decided) {
    return Optional.ofNullable(decided.decision().plan()).map(plan -> plan.fingerprint().value());
  }

  private static Notification ofExecution(Change change, Decided decided, Ended ended) {
    DecisionMade decision = decided.decision();
    String target = decision.request().target();
    Plan plan = decision.plan();
    Outcome outcome =
        ended.fold(
            s -> Outcome.COMPLETED,
            f -> Outcome.FAILED,
            u -> Outcome.UNDONE,
            c -> Outcome.CANCELLED);
    String summary =
        ended.fold(
            succeeded -> Wording.completed(target, plan),
            failed -> Wording.failed(target, failed),
            undone -> Wording.undone(target, undone.failure()),
            cancelled -> Wording.cancelled(target, cancelled.by(), cancelled.reason()));
    List<String> remedy =
        ended.fold(
            s -> List.of(),
            failed -> List.of(Wording.sentence(failed.failure().remedy())),
            undone -> List.of(Wording.sentence(undone.failure().remedy())),
            c -> List.of());
    return end(
        change,
        decision,
        outcome,
        summary,
        remedy,
        ended.at(),
        StageTimes.of(change, decided, ended));
  }

  private static Notification rejected(Change change, Decided decided, Verdict.Rejected rejected) {
    String summary = Wording.rejected(decided.decision().request().target(), rejected);
    return end(
        change,
        decided.decision(),
        Outcome.REJECTED,
        summary,
        List.of(),
        decided.at(),
        StageTimes.of(change, decided));
  }

  private static Notification cancelled(
      Change change, Decided decided, Verdict.Cancelled cancelled) {
    String summary =
        Wording.cancelled(
            decided.decision().request().target(), cancelled.by(), cancelled.reason());
    return end(
        change,
        decided.decision(),
        Outcome.CANCELLED,
        summary,
        List.of(),
        decided.at(),
        StageTimes.of(change, decided));
  }

  private static Notification end(
      Change change,
      DecisionMade decision,
      Outcome outcome,
      String summary,
      List<String> remedy,
      Instant at,
      Map<String, Long> stageMillis) {
    RequestId requestId = change.requestId();
    String target = decision.request().target();
    Identity requester = decision.submission().requester();
    List<Identity> approvers = approvers(decision.verdict());
    Plan plan = outcome == Outcome.COMPLETED ? decision.plan() : null;
    ChangeCompleted completed =
        new ChangeCompleted(
            requestId,
            target,
            outcome,
            summary,
            requester,
            approvers,
            plan == null ? List.of() : plan.before(),
            plan == null ? List.of() : plan.after(),
            plan == null
                ? List.of()
                : plan.steps().stream().flatMap(step -> step.statements().stream()).toList(),
            decision.findings(),
            decision.submission().receivedAt(),
            stageMillis);
    List<String> lines = new ArrayList<>(remedy);
    lines.add(Wording.people(requester, approvers, outcome));
    lines.addAll(Wording.findings(decision.findings()));
    String id =
        EventId.derivedFrom(
                completionCause(requestId), EventType.CHANGE_COMPLETED, completed.part())
            .value();
    return new Notification(
        new Message(
            id,
            Message.Kind.valueOf(outcome.name()),
            requestId,
            target,
            summary,
            lines,
            requester,
            approvers,
            at,
            stageMillis),
        Optional.of(completed));
  }

  private static Notification waitsForReview(Decided decided, Verdict.Waiting waiting) {
    String target = decided.decision().request().target();
    List<String> lines = new ArrayList<>();
    lines.add("Asked for by " + decided.decision().submission().requester().name() + ".");
    decided.decision().risk().reasons().stream().map(Wording::sentence).forEach(lines::add);
    waiting.notes().stream().map(Wording::sentence).forEach(lines::add);
    lines.addAll(Wording.findings(decided.decision().findings()));
    return review(
        decided, Message.Kind.WAITING_FOR_REVIEW, Wording.waiting(target, waiting), lines);
  }

  private static Notification changesRequested(
      Decided decided, Verdict.ChangesRequested requested) {
    List<String> lines = new ArrayList<>();
    requested.recommendations().forEach(line -> lines.add("Recommended: " + line));
    requested.performanceNotes().forEach(line -> lines.add("Performance: " + line));
    return review(
        decided, Message.Kind.CHANGES_REQUESTED, Wording.changesRequested(requested), lines);
  }

  private static Notification review(
      Decided decided, Message.Kind kind, String title, List<String> lines) {
    DecisionMade decision = decided.decision();
    String id =
        EventId.derivedFrom(
                completionCause(decision.requestId()), EventType.DECISION_MADE, decision.part())
            .value();
    return new Notification(
        new Message(
            id,
            kind,
            decision.requestId(),
            decision.request().target(),
            title,
            lines,
            decision.submission().requester(),
            List.of(),
            decided.at(),
            Map.of()),
        Optional.empty());
  }

  private static List<Identity> approvers(Verdict verdict) {
    return verdict.fold(
        approved -> approved.approvals().stream().map(Approval::by).toList(),
        waiting -> List.of(),
        requested -> List.of(),
        rejected -> List.of(),
        cancelled -> List.of());
  }
}
