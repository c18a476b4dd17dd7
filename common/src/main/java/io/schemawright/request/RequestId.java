package io.schemawright.request;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Names a request for ever; the key under which the same request is known again.
 *
 * @param value 1 to 200 characters, none of them a control character
 */
public record RequestId(@JsonValue String value) {
  @JsonCreator
  public RequestId {
    if (value.isEmpty() || value.length() > 200) {
      throw new IllegalArgumentException(
          "a request id has 1 to 200 characters, this one has " + value.length());
    }
    if (value.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("a request id holds no control characters");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
