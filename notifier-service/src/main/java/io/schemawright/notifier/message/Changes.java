package io.schemawright.notifier.message;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.schemawright.event.DecisionMade;
import io.schemawright.event.Event;
import io.schemawright.event.EventType;
import io.schemawright.event.ExecutionEvent;
import io.schemawright.event.Json;
import io.schemawright.request.RequestId;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code changes}: one row for each request. What led to a told outcome is let go.
 *
 * <p>For one transaction, which may take in several events of a request: its row is locked when it
 * is first asked for, because another instance of the service may read its other topic, and written
 * once, by {@link #write}.
 */
public final class Changes {
  private final Handle handle;
  private final Map<RequestId, Change> known = new HashMap<>();
  private final Map<RequestId, Instant> accepted = new LinkedHashMap<>();
  private final Set<RequestId> changed = new LinkedHashSet<>();

  /** Those that this transaction sees. */
  public Changes(Handle handle) {
    this.handle = handle;
  }

  /** Notes when a request was accepted; the first time counts. */
  public void accepted(RequestId requestId, Instant at) {
    accepted.putIfAbsent(requestId, at);
  }

  /** The change as it is, locked until the transaction ends. */
  public Change locked(RequestId requestId) {
    Change change = known.computeIfAbsent(requestId, this::read);
    Instant at = accepted.get(requestId);
    return at == null ? change : change.accepted(at);
  }

  private Change read(RequestId requestId) {
    return handle
        .createQuery(
            // Updating a row to what it is makes "returning" see it, and locks it, in one
            // statement.
            "insert into changes (request_id) values (?) on conflict (request_id)"
                + " do update set request_id = excluded.request_id returning *")
        .bind(0, requestId.value())
        .map(Changes::change)
        .one();
  }

  /** Takes the change as it is now; it was {@link #locked} before. */
  public void put(Change change) {
    known.put(change.requestId(), change);
    changed.add(change.requestId());
  }

  /** Writes what has become of them. */
  public void write() {
    if (!changed.isEmpty()) {
      PreparedBatch batch =
          handle.prepareBatch(
              "update changes set accepted_at = :acceptedAt,"
                  + " decision = cast(:decision as json), decided_at = :decidedAt,"
                  + " approval = cast(:approval as json), approved_at = :approvedAt,"
                  + " approvals = :approvals, stales = :stales,"
                  + " ended = cast(:ended as json), ended_type = :endedType, ended_at = :endedAt,"
                  + " told_at = case when :told then coalesce(told_at, clock_timestamp()) end"
                  + " where request_id = :requestId");
      changed.forEach(requestId -> bind(batch, locked(requestId)).add());
      batch.execute();
    }
    accepted.keySet().removeAll(changed);
    if (!accepted.isEmpty()) {
      PreparedBatch batch =
          handle.prepareBatch(
              "insert into changes (request_id, accepted_at) values (?, ?)"
                  + " on conflict (request_id) do"
                  + " update set accepted_at = coalesce(changes.accepted_at, excluded.accepted_at)");
      accepted.forEach((requestId, at) -> batch.add(requestId.value(), at));
      batch.execute();
    }
  }

  private static PreparedBatch bind(PreparedBatch row, Change change) {
    Decided last = change.told() ? null : change.last();
    Decided approval = change.told() ? null : change.earlierApproval();
    Ended ended = change.told() ? null : change.ended();
    return row.bind("requestId", change.requestId().value())
        .bind("acceptedAt", change.acceptedAt())
        .bind("decision", last == null ? null : json(last.decision()))
        .bind("decidedAt", last == null ? null : last.at())
        .bind("approval", approval == null ? null : json(approval.decision()))
        .bind("approvedAt", approval == null ? null : approval.at())
        .bind("approvals", change.approvals())
        .bind("stales", change.stales())
        .bind("ended", ended == null ? null : json(ended.event()))
        .bind("endedType", ended == null ? null : EventType.of(ended.event()).typeName())
        .bind("endedAt", ended == null ? null : ended.at())
        .bind("told", change.told());
  }

  private static Change change(RowView row) {
    return new Change(
        new RequestId(row.getColumn("request_id", String.class)),
        row.getColumn("accepted_at", Instant.class),
        decided(row, "decision", "decided_at"),
        decided(row, "approval", "approved_at"),
        row.getColumn("approvals", Integer.class),
        row.getColumn("stales", Integer.class),
        ended(row),
        row.getColumn("told_at", Instant.class) != null);
  }

  private static @Nullable Decided decided(RowView row, String decision, String at) {
    String json = row.getColumn(decision, String.class);
    return json == null
        ? null
        : new Decided(read(json, DecisionMade.class), row.getColumn(at, Instant.class));
  }

  private static @Nullable Ended ended(RowView row) {
    String json = row.getColumn("ended", String.class);
    if (json == null) {
      return null;
    }
    String name = row.getColumn("ended_type", String.class);
    Class<? extends Event> type =
        EventType.named(name)
            .orElseThrow(() -> new IllegalStateException("unknown event type " + name))
            .record();
    return new Ended((ExecutionEvent) read(json, type), row.getColumn("ended_at", Instant.class));
  }

  private static String json(Event event) {
    try {
      return Json.mapper().writeValueAsString(event);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("an event of " + event.getClass() + " has no JSON", e);
    }
  }

  private static <E extends Event> E read(String json, Class<E> type) {
    try {
      return Json.mapper().readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the table changes holds no valid " + type, e);
    }
  }
}
