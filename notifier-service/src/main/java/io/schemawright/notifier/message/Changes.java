package io.schemawright.notifier.message;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.schemawright.event.DecisionMade;
import io.schemawright.event.Event;
import io.schemawright.event.EventType;
import io.schemawright.event.ExecutionEvent;
import io.schemawright.event.Json;
import io.schemawright.request.RequestId;
import java.time.Instant;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;
import org.jspecify.annotations.Nullable;

/** The table {@code changes}: one row for each request. What led to a told outcome is let go. */
public final class Changes {
  private Changes() {}

  /** Notes when a request was accepted; the first time counts. */
  public static void accepted(Handle handle, RequestId requestId, Instant at) {
    handle.execute(
        "insert into changes (request_id, accepted_at) values (?, ?) on conflict (request_id) do"
            + " update set accepted_at = coalesce(changes.accepted_at, excluded.accepted_at)",
        requestId.value(),
        at);
  }

  /**
   * The change as it is, locked until the transaction ends, because another instance of the service
   * may read its other topic.
   */
  public static Change locked(Handle handle, RequestId requestId) {
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

  /** Keeps the change as it is now. */
  public static void save(Handle handle, Change change) {
    Decided last = change.told() ? null : change.last();
    Decided approval = change.told() ? null : change.earlierApproval();
    Ended ended = change.told() ? null : change.ended();
    handle
        .createUpdate(
            "update changes set decision = cast(:decision as json), decided_at = :decidedAt,"
                + " approval = cast(:approval as json), approved_at = :approvedAt,"
                + " approvals = :approvals, stales = :stales,"
                + " ended = cast(:ended as json), ended_type = :endedType, ended_at = :endedAt,"
                + " told_at = case when :told then coalesce(told_at, clock_timestamp()) end"
                + " where request_id = :requestId")
        .bind("requestId", change.requestId().value())
        .bind("decision", last == null ? null : json(last.decision()))
        .bind("decidedAt", last == null ? null : last.at())
        .bind("approval", approval == null ? null : json(approval.decision()))
        .bind("approvedAt", approval == null ? null : approval.at())
        .bind("approvals", change.approvals())
        .bind("stales", change.stales())
        .bind("ended", ended == null ? null : json(ended.event()))
        .bind("endedType", ended == null ? null : EventType.of(ended.event()).typeName())
        .bind("endedAt", ended == null ? null : ended.at())
        .bind("told", change.told())
        .execute();
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
