package io.schemawright.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * The identity of an event. It derives from what caused the event, so that an event which is
 * published again after a crash carries the id it had, and every reader knows it.
 *
 * @param value 1 to 200 characters
 */
public record EventId(@JsonValue String value) {
  @JsonCreator
  public EventId {
    if (value.isEmpty() || value.length() > 200) {
      throw new IllegalArgumentException(
          "an event id has 1 to 200 characters, this one has " + value.length());
    }
  }

  /**
   * The id of the event of {@code type} that {@code cause} leads to; {@code part} tells several of
   * one type apart.
   */
  public static EventId derivedFrom(EventId cause, EventType type, String part) {
    String name = cause.value + '\n' + type.typeName() + '\n' + part;
    return new EventId(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString());
  }

  /** The id of something that no event caused: a user's own message. */
  public static EventId random() {
    return new EventId(UUID.randomUUID().toString());
  }

  @Override
  public String toString() {
    return value;
  }
}
