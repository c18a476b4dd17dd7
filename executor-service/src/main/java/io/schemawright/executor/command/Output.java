package io.schemawright.executor.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.schemawright.event.Json;
import java.io.PrintWriter;

/** How a command says what it found. */
enum Output {
  TEXT,
  JSON;

  /** Prints {@code found} as JSON, or has {@code asText} print it. */
  void print(PrintWriter out, Object found, Runnable asText) {
    if (this == TEXT) {
      asText.run();
      return;
    }
    try {
      out.println(Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(found));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("what was found has no JSON", e);
    }
  }
}
