package io.schemawright.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.schemawright.event.CatalogObjectRemoved;
import io.schemawright.event.Cause;
import io.schemawright.event.Envelope;
import io.schemawright.event.Event;
import io.schemawright.event.EventId;
import io.schemawright.event.EventType;
import io.schemawright.event.Json;
import io.schemawright.event.TraceParent;
import io.schemawright.outbox.OutgoingRecord;
import io.schemawright.tracing.Trace;
import java.io.IOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Events as Kafka records: JSON in the value, CloudEvents 1.0 attributes in the headers (the binary
 * mode of its Kafka protocol binding), {@code traceparent} and {@code tracestate} beside them.
 * Thread-safe.
 */
public final class EventCodec {
  private static final String JSON = "application/json";

  private final String source;
  private final Clock clock;

  /** A codec that names {@code service} as the source of what it encodes. */
  public EventCodec(String service, Clock clock) {
    this.source = "/schemawright/" + service;
    this.clock = clock;
  }

  /** The record for an event that {@code cause} led to; its id derives from the cause. */
  public OutgoingRecord encode(Event event, Cause cause) {
    EventType type = EventType.of(event);
    return encode(
        event,
        EventId.derivedFrom(cause.id(), type, event.part()),
        Trace.publish(type.typeName(), cause.trace()));
  }

  private OutgoingRecord encode(Event event, EventId id, TraceParent trace) {
    EventType type = EventType.of(event);
    Map<String, byte[]> headers = new LinkedHashMap<>();
    headers.put("ce_specversion", "1.0".getBytes(UTF_8));
    headers.put("ce_id", id.value().getBytes(UTF_8));
    headers.put("ce_source", source.getBytes(UTF_8));
    headers.put("ce_type", type.typeName().getBytes(UTF_8));
    headers.put("ce_subject", event.key().getBytes(UTF_8));
    headers.put("ce_time", clock.instant().toString().getBytes(UTF_8));
    headers.put("ce_formatversion", Integer.toString(type.formatVersion()).getBytes(UTF_8));
    headers.put("content-type", JSON.getBytes(UTF_8));
    trace.headers().forEach((name, value) -> headers.put(name, value.getBytes(UTF_8)));
    return new OutgoingRecord(
        type.topic().topicName(), event.key().getBytes(UTF_8), headers, payload(event));
  }

  private static byte @Nullable [] payload(Event event) {
    if (event instanceof CatalogObjectRemoved) {
      return null; // A tombstone: compaction drops the object, its key says all there is to say.
    }
    try {
      return Json.mapper().writeValueAsBytes(event);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("an event of " + event.getClass() + " has no JSON", e);
    }
  }

  /**
   * The event in a record.
   *
   * @throws UnreadableRecord if it is not one of ours, of an unknown type, of a newer format, or
   *     not what its type says
   */
  public Envelope<Event> decode(byte @Nullable [] key, Headers headers, byte @Nullable [] value) {
    EventType type = type(headers);
    EventId id = new EventId(header(headers, "ce_id"));
    try {
      return new Envelope<>(
          id,
          header(headers, "ce_source"),
          Instant.parse(header(headers, "ce_time")),
          trace(headers),
          event(type, key, value));
    } catch (IOException | IllegalArgumentException | DateTimeException e) {
      throw new UnreadableRecord("not a valid %s: %s".formatted(type.typeName(), firstLine(e)), e);
    }
  }

  private static Event event(EventType type, byte @Nullable [] key, byte @Nullable [] value)
      throws IOException {
    if (type == EventType.CATALOG_OBJECT_REMOVED && key != null) {
      return CatalogObjectRemoved.ofKey(new String(key, UTF_8));
    }
    if (value == null) {
      throw new IllegalArgumentException("the value is missing");
    }
    return Json.mapper().readValue(value, type.record());
  }

  private static EventType type(Headers headers) {
    String name = header(headers, "ce_type");
    EventType type =
        EventType.named(name)
            .orElseThrow(() -> new UnreadableRecord("unknown event type \"" + name + "\"", null));
    String version = header(headers, "ce_formatversion");
    if (!version.equals(Integer.toString(type.formatVersion()))) {
      throw new UnreadableRecord(
          "%s has format version %s, this reader knows %d"
              .formatted(name, version, type.formatVersion()),
          null);
    }
    return type;
  }

  /** The trace a record belongs to; a new one where it names none. */
  public static TraceParent trace(Headers headers) {
    return TraceParent.of(text(headers, "traceparent"), text(headers, "tracestate"))
        .orElseGet(() -> Trace.begin("publish"));
  }

  /** The last header of that name, as text. */
  public static Optional<String> text(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    return header == null || header.value() == null
        ? Optional.empty()
        : Optional.of(new String(header.value(), UTF_8));
  }

  private static String header(Headers headers, String name) {
    return text(headers, name)
        .orElseThrow(() -> new UnreadableRecord("the header " + name + " is missing", null));
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
