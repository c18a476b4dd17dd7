package io.schemawright.policy.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.schemawright.event.Json;

/** Values on their way into jsonb columns. */
final class JsonText {
  private JsonText() {}

  static String of(Object value) {
    try {
      return Json.mapper().writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("no JSON form of a " + value.getClass(), e);
    }
  }
}
