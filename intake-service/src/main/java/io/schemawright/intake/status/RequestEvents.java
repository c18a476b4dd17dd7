package io.schemawright.intake.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.schemawright.event.EventId;
import io.schemawright.event.Json;
import io.schemawright.request.RequestId;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The table {@code request_events}: the timeline of each request. */
public final class RequestEvents {
  private RequestEvents() {}

  /**
   * A line of a timeline.
   *
   * @param eventId the event's id
   * @param type its CloudEvents type
   * @param at when it was published; for people
   * @param summary what happened, in one sentence
   * @param details the event, without its bulk
   */
  public record Line(String eventId, String type, Instant at, String summary, JsonNode details) {}

  /**
   * A line to be added.
   *
   * @param eventId the event's id
   * @param type its CloudEvents type
   * @param at when it was published
   * @param entry what it says
   */
  record Addition(EventId eventId, String type, Instant at, TimelineEntry entry) {}

  /** Adds lines, once for each event. */
  static void add(Handle handle, List<Addition> lines) {
    if (lines.isEmpty()) {
      return;
    }
    PreparedBatch batch =
        handle.prepareBatch(
            "insert into request_events (request_id, event_id, type, at, summary, details)"
                + " values (?, ?, ?, ?, ?, ?::jsonb) on conflict do nothing");
    for (Addition line : lines) {
      batch
          .bind(0, line.entry().requestId().value())
          .bind(1, line.eventId().value())
          .bind(2, line.type())
          .bind(3, line.at().atOffset(ZoneOffset.UTC))
          .bind(4, line.entry().summary())
          .bind(5, line.entry().details().toString())
          .add();
    }
    batch.execute();
  }

  /** A request's timeline, as it happened. */
  public static List<Line> of(Handle handle, RequestId id) {
    return handle
        .createQuery(
            "select event_id, type, at, summary, details from request_events"
                + " where request_id = ? order by at, id")
        .bind(0, id.value())
        .map(
            (row, context) ->
                new Line(
                    row.getString("event_id"),
                    row.getString("type"),
                    row.getObject("at", OffsetDateTime.class).toInstant(),
                    row.getString("summary"),
                    tree(row.getString("details"))))
        .list();
  }

  private static JsonNode tree(String json) {
    try {
      return Json.mapper().readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a stored event cannot be read", e);
    }
  }
}
