package io.schemawright.intake.status;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.schemawright.event.ChangeCompleted;
import io.schemawright.event.DecisionMade;
import io.schemawright.event.Event;
import io.schemawright.event.ExecutionCancelled;
import io.schemawright.event.ExecutionEvent;
import io.schemawright.event.ExecutionFailed;
import io.schemawright.event.ExecutionScheduled;
import io.schemawright.event.ExecutionStale;
import io.schemawright.event.ExecutionStarted;
import io.schemawright.event.ExecutionStepDone;
import io.schemawright.event.ExecutionSucceeded;
import io.schemawright.event.ExecutionUndone;
import io.schemawright.event.ExecutionWaitingForLock;
import io.schemawright.event.Json;
import io.schemawright.event.RequestAccepted;
import io.schemawright.event.RequestRejected;
import io.schemawright.event.ReviewGiven;
import io.schemawright.event.ReviewOverdue;
import io.schemawright.plan.Verdict;
import io.schemawright.request.RequestId;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A line in a request's timeline.
 *
 * @param requestId whose
 * @param summary what happened, in one sentence for people
 * @param details the event, without its bulk
 */
record TimelineEntry(RequestId requestId, String summary, JsonNode details) {
  private static final ObjectMapper WITHOUT_BULK =
      Json.mapper().copy().addMixIn(Event.class, WithoutBulk.class);

  @JsonIgnoreProperties({
    "request",
    "submission",
    "plan",
    "rehearsal",
    "before",
    "after",
    "statements"
  })
  private interface WithoutBulk {}

  /** The line for an event; empty where it is about no request. */
  static Optional<TimelineEntry> of(Event event) {
    if (event instanceof RequestAccepted accepted) {
      return entry(
          accepted.request().requestId(),
          event,
          (accepted.revision() == 1 ? "" : "revision %d ".formatted(accepted.revision()))
              + "accepted, waits for policy's decision");
    }
    if (event instanceof RequestRejected rejected) {
      return entry(rejected.requestId(), event, refusal(rejected));
    }
    if (event instanceof ReviewGiven review) {
      return entry(review.requestId(), event, review(review));
    }
    if (event instanceof DecisionMade decision) {
      return entry(decision.requestId(), event, verdict(decision.verdict()));
    }
    if (event instanceof ReviewOverdue overdue) {
      return entry(
          overdue.requestId(),
          event,
          "the review is overdue: %d of %d approval(s) are missing since %s"
              .formatted(
                  overdue.approvalsNeeded() - overdue.approvals(),
                  overdue.approvalsNeeded(),
                  overdue.reviewDue()));
    }
    if (event instanceof ExecutionEvent execution) {
      return entry(execution.requestId(), event, execution(execution));
    }
    if (event instanceof ChangeCompleted completed) {
      return entry(completed.requestId(), event, "told everyone: " + completed.summary());
    }
    return Optional.empty();
  }

  private static Optional<TimelineEntry> entry(RequestId requestId, Event event, String summary) {
    return Optional.of(
        new TimelineEntry(requestId, summary, WITHOUT_BULK.<JsonNode>valueToTree(event)));
  }

  /** Why a request was refused. */
  static String refusal(RequestRejected rejected) {
    return rejected.problems().stream()
        .map(problem -> problem.path() + " " + problem.message())
        .limit(3)
        .collect(
            Collectors.joining("; ", "refused: ", rejected.problems().size() > 3 ? "; …" : ""));
  }

  private static String review(ReviewGiven review) {
    String who = review.by().name();
    return review
        .review()
        .fold(
            approve -> who + " approves",
            changes -> who + " wants changes: " + String.join("; ", changes.requiredChanges()),
            reject -> who + " says no: " + reject.reason(),
            cancel -> who + " withdraws it: " + cancel.reason());
  }

  /** What was decided, in one sentence. */
  static String verdict(Verdict verdict) {
    return verdict.fold(
        approved ->
            approved.automatic()
                ? "approved by policy"
                : approved.approvals().stream()
                    .map(approval -> approval.by().name())
                    .collect(Collectors.joining(", ", "approved by ", "")),
        waiting ->
            "waits for %d approval(s), due %s%s"
                .formatted(
                    waiting.approvalsNeeded() - waiting.approvals().size(),
                    waiting.reviewDue(),
                    waiting.notes().isEmpty() ? "" : ": " + String.join("; ", waiting.notes())),
        changes ->
            changes.by().name() + " wants changes: " + String.join("; ", changes.requiredChanges()),
        rejected -> "rejected: " + rejected.reason(),
        cancelled -> "cancelled by " + cancelled.by().name() + ": " + cancelled.reason());
  }

  /** What the executor says, in one sentence. */
  static String execution(ExecutionEvent event) {
    if (event instanceof ExecutionScheduled scheduled) {
      return "in the queue"
          + (scheduled.notBefore() == null ? "" : ", not before " + scheduled.notBefore())
          + (scheduled.reason() == null ? "" : ": waits for " + scheduled.reason());
    }
    if (event instanceof ExecutionStarted started) {
      return "started, attempt " + started.attempt();
    }
    if (event instanceof ExecutionStepDone done) {
      return "step %d done in %d ms: %s".formatted(done.step(), done.millis(), done.summary());
    }
    if (event instanceof ExecutionWaitingForLock waiting) {
      return "waits for a lock%s, attempt %d"
          .formatted(waiting.object() == null ? "" : " on " + waiting.object(), waiting.attempt());
    }
    if (event instanceof ExecutionSucceeded succeeded) {
      return "completed, its statements took %d ms".formatted(succeeded.ddlMillis());
    }
    if (event instanceof ExecutionFailed failed) {
      return "failed: %s; %s".formatted(failed.failure().message(), failed.failure().remedy());
    }
    if (event instanceof ExecutionStale) {
      return "the target is not as the plan expects it; nothing was done, policy plans again";
    }
    if (event instanceof ExecutionUndone undone) {
      return "failed half-way and was undone: " + undone.failure().message();
    }
    if (event instanceof ExecutionCancelled cancelled) {
      return "cancelled by %s: %s".formatted(cancelled.by().name(), cancelled.reason());
    }
    throw new IllegalArgumentException("no words for " + event.getClass());
  }
}
