package io.schemawright.intake.status;

import io.schemawright.event.CatalogObjectChanged;
import io.schemawright.event.CatalogObjectRemoved;
import io.schemawright.event.DecisionMade;
import io.schemawright.event.Envelope;
import io.schemawright.event.Event;
import io.schemawright.event.EventType;
import io.schemawright.event.ExecutionCancelled;
import io.schemawright.event.ExecutionEvent;
import io.schemawright.event.ExecutionFailed;
import io.schemawright.event.ExecutionScheduled;
import io.schemawright.event.ExecutionStale;
import io.schemawright.event.ExecutionStepDone;
import io.schemawright.event.ExecutionSucceeded;
import io.schemawright.event.ExecutionUndone;
import io.schemawright.event.RequestAccepted;
import io.schemawright.event.RequestRejected;
import io.schemawright.event.TargetDescribed;
import io.schemawright.request.RequestId;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Takes events into the read model. An event that was taken in before changes nothing, and events
 * may come in any order across topics.
 */
public final class ReadModel {
  private ReadModel() {}

  /** Takes in one event, within the caller's transaction. */
  public static void apply(Handle handle, Envelope<? extends Event> envelope) {
    Event event = envelope.event();
    Instant at = envelope.time();
    TimelineEntry.of(event)
        .ifPresent(
            entry ->
                RequestEvents.add(
                    handle, envelope.id(), EventType.of(event).typeName(), at, entry));
    if (event instanceof RequestAccepted accepted) {
      accepted(handle, accepted, at);
    } else if (event instanceof RequestRejected rejected) {
      rejected(handle, rejected, at);
    } else if (event instanceof DecisionMade decision) {
      decided(handle, decision, at);
    } else if (event instanceof ExecutionEvent execution) {
      status(execution).ifPresent(status -> executed(handle, execution, status, at));
    } else if (event instanceof CatalogObjectChanged changed) {
      SchemaRegistry.save(handle, changed, at);
    } else if (event instanceof CatalogObjectRemoved removed) {
      SchemaRegistry.remove(handle, removed, at);
    } else if (event instanceof TargetDescribed target) {
      Targets.save(handle, target, at);
    }
  }

  private static void accepted(Handle handle, RequestAccepted accepted, Instant at) {
    RequestId id = accepted.request().requestId();
    Progress before = locked(handle, id, at);
    if (before.revision() < accepted.revision()) {
      SchemaRequests.describe(handle, accepted.request(), accepted.submission());
      Progress after = before.accept(accepted.revision());
      boolean news = after.decision() == null && after.execution() == null;
      SchemaRequests.save(handle, id, after, news ? "waits for policy's decision" : null, at);
    }
  }

  /** A message under an id that another one has is a line in that one's timeline, no more. */
  private static void rejected(Handle handle, RequestRejected rejected, Instant at) {
    RequestId id = rejected.requestId();
    Progress before = locked(handle, id, at);
    Optional<String> first = SchemaRequests.contentHash(handle, id);
    if (first.isEmpty() && before.equals(Progress.NONE)) {
      SchemaRequests.describe(handle, rejected);
      SchemaRequests.save(handle, id, before.refuse(), TimelineEntry.refusal(rejected), at);
    }
  }

  private static void decided(Handle handle, DecisionMade decision, Instant at) {
    RequestId id = decision.requestId();
    Progress before = locked(handle, id, at);
    if (before.revision() == 0) {
      SchemaRequests.describe(handle, decision.request(), decision.submission());
    }
    Progress.Decision decided =
        new Progress.Decision(
            decision.revision(),
            decision.number(),
            decision
                .verdict()
                .fold(
                    approved -> Status.APPROVED,
                    waiting -> Status.WAITING_FOR_REVIEW,
                    changes -> Status.CHANGES_REQUESTED,
                    rejected -> Status.REJECTED,
                    cancelled -> Status.CANCELLED));
    Progress after =
        before
            .accept(decision.revision())
            .decide(decided, decision.plan() == null ? null : decision.plan().fingerprint());
    if (decided.equals(after.decision())) {
      SchemaRequests.decide(handle, decision);
    }
    boolean news = after.status() == decided.status();
    SchemaRequests.save(
        handle, id, after, news ? TimelineEntry.verdict(decision.verdict()) : null, at);
  }

  private static void executed(Handle handle, ExecutionEvent execution, Status status, Instant at) {
    RequestId id = execution.requestId();
    Progress before = locked(handle, id, at);
    Progress after = before.execute(execution.plan(), status);
    boolean news = after.status() == status && !after.equals(before);
    SchemaRequests.save(handle, id, after, news ? TimelineEntry.execution(execution) : null, at);
  }

  /** What an execution event makes of the request; empty where it makes nothing new of it. */
  private static Optional<Status> status(ExecutionEvent event) {
    if (event instanceof ExecutionStepDone) {
      return Optional.empty();
    }
    if (event instanceof ExecutionScheduled) {
      return Optional.of(Status.SCHEDULED);
    }
    if (event instanceof ExecutionSucceeded) {
      return Optional.of(Status.COMPLETED);
    }
    if (event instanceof ExecutionFailed) {
      return Optional.of(Status.FAILED);
    }
    if (event instanceof ExecutionUndone) {
      return Optional.of(Status.UNDONE);
    }
    if (event instanceof ExecutionStale) {
      return Optional.of(Status.STALE);
    }
    if (event instanceof ExecutionCancelled) {
      return Optional.of(Status.CANCELLED);
    }
    return Optional.of(Status.EXECUTING); // Started, or waiting for a lock.
  }

  private static Progress locked(Handle handle, RequestId id, Instant at) {
    return SchemaRequests.lock(handle, id)
        .orElseGet(
            () -> {
              SchemaRequests.add(handle, id, at);
              return SchemaRequests.lock(handle, id).orElseThrow();
            });
  }
}
