package io.schemawright.event;

import com.fasterxml.jackson.annotation.JsonIgnore;

/** Something that happened. Its {@link EventType} says on which topic and under which name. */
public interface Event {

  /** The record's key: the target's name, or begins with it and a slash, where order matters. */
  @JsonIgnore
  String key();

  /** Tells events of one type, key and cause apart, such as the steps of one execution. */
  @JsonIgnore
  default String part() {
    return key();
  }
}
