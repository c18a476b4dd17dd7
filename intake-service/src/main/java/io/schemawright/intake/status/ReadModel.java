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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Takes events into the read model. An event that was taken in before changes nothing, and events
 * may come in any order across topics.
 *
 * <p>For one transaction, which may take in many events: each request is locked when it is first
 * spoken of, and how far it came and what happened to it is written once, by {@link #write}.
 */
public final class ReadModel {
  private final Handle handle;
  private final Map<RequestId, Standing> requests = new LinkedHashMap<>();
  private final Set<RequestId> moved = new LinkedHashSet<>();
  private final List<RequestEvents.Addition> lines = new ArrayList<>();

  ReadModel(Handle handle) {
    this.handle = handle;
  }

  /** Takes in one event, within the caller's transaction. */
  public static void apply(Handle handle, Envelope<? extends Event> envelope) {
    ReadModel model = new ReadModel(handle);
    model.apply(envelope);
    model.write();
  }

  /** Takes in one event, all but what {@link #write} writes. */
  void apply(Envelope<? extends Event> envelope) {
    Event event = envelope.event();
    Instant at = envelope.time();
    TimelineEntry.of(event)
        .ifPresent(
            entry ->
                lines.add(
                    new RequestEvents.Addition(
                        envelope.id(), EventType.of(event).typeName(), at, entry)));
    if (event instanceof RequestAccepted accepted) {
      accepted(accepted, at);
    } else if (event instanceof RequestRejected rejected) {
      rejected(rejected, at);
    } else if (event instanceof DecisionMade decision) {
      decided(decision, at);
    } else if (event instanceof ExecutionEvent execution) {
      status(execution).ifPresent(status -> executed(execution, status, at));
    } else if (event instanceof CatalogObjectChanged changed) {
      SchemaRegistry.save(handle, changed, at);
    } else if (event instanceof CatalogObjectRemoved removed) {
      SchemaRegistry.remove(handle, removed, at);
    } else if (event instanceof TargetDescribed target) {
      Targets.save(handle, target, at);
    }
  }

  /** Writes what has become of the requests, and their timelines. */
  void write() {
    Map<RequestId, Standing> news = new LinkedHashMap<>(requests);
    news.keySet().retainAll(moved);
    SchemaRequests.save(handle, news);
    moved.clear();
    RequestEvents.add(handle, lines);
    lines.clear();
  }

  private void accepted(RequestAccepted accepted, Instant at) {
    RequestId id = accepted.request().requestId();
    Progress before = progress(id, at);
    if (before.revision() < accepted.revision()) {
      SchemaRequests.describe(handle, accepted.request(), accepted.submission());
      Progress after = before.accept(accepted.revision());
      boolean news = after.decision() == null && after.execution() == null;
      move(id, after, news ? "waits for policy's decision" : null, at);
    }
  }

  /** A message under an id that another one has is a line in that one's timeline, no more. */
  private void rejected(RequestRejected rejected, Instant at) {
    RequestId id = rejected.requestId();
    Progress before = progress(id, at);
    Optional<String> first = SchemaRequests.contentHash(handle, id);
    if (first.isEmpty() && before.equals(Progress.NONE)) {
      SchemaRequests.describe(handle, rejected);
      move(id, before.refuse(), TimelineEntry.refusal(rejected), at);
    }
  }

  private void decided(DecisionMade decision, Instant at) {
    RequestId id = decision.requestId();
    Progress before = progress(id, at);
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
    move(id, after, news ? TimelineEntry.verdict(decision.verdict()) : null, at);
  }

  private void executed(ExecutionEvent execution, Status status, Instant at) {
    RequestId id = execution.requestId();
    Progress before = progress(id, at);
    Progress after = before.execute(execution.plan(), status);
    boolean news = after.status() == status && !after.equals(before);
    move(id, after, news ? TimelineEntry.execution(execution) : null, at);
  }

  private Progress progress(RequestId id, Instant at) {
    return standing(id, at).progress();
  }

  private Standing standing(RequestId id, Instant at) {
    return requests.computeIfAbsent(id, unread -> SchemaRequests.locked(handle, unread, at));
  }

  private void move(RequestId id, Progress after, @Nullable String news, Instant at) {
    requests.put(id, standing(id, at).moved(after, news, at));
    moved.add(id);
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
}
