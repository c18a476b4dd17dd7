package io.schemawright.event;

/**
 * What led to an event: the id that its own derives from, and the trace it goes on with.
 *
 * @param id the id of the event, or of the user's message, that was handled
 * @param trace its trace
 */
public record Cause(EventId id, TraceParent trace) {}
