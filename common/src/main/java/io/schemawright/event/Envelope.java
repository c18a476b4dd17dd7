package io.schemawright.event;

import java.time.Instant;

/**
 * An event as it was read, with its CloudEvents attributes.
 *
 * @param id the same however often the event is published
 * @param source the service that published it, such as {@code /schemawright/policy}
 * @param time when it was published; for people, never for order
 * @param trace the trace it belongs to
 * @param event what happened
 */
public record Envelope<E extends Event>(
    EventId id, String source, Instant time, TraceParent trace, E event) {

  /** What the events that this one leads to refer to. */
  public Cause cause() {
    return new Cause(id, trace);
  }

  /** The same envelope seen as one of a narrower type. */
  public <N extends Event> Envelope<N> as(Class<N> type) {
    return new Envelope<>(id, source, time, trace, type.cast(event));
  }
}
