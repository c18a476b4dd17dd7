package io.schemawright.outbox;

/**
 * An event that the broker would not take; thrown before the commit, so that nothing has happened
 * yet.
 */
public final class EventTooLarge extends RuntimeException {
  private static final long serialVersionUID = 1L;

  EventTooLarge(String topic, int size, int limit) {
    super(
        "an event of %d bytes for %s is over the limit of %d bytes".formatted(size, topic, limit));
  }
}
