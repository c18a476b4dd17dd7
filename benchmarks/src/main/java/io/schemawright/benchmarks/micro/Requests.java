package io.schemawright.benchmarks.micro;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.schemawright.benchmarks.load.ChangeRequests;
import io.schemawright.event.Json;
import io.schemawright.request.Identity;
import io.schemawright.request.SchemaRequest;
import io.schemawright.request.Submission;
import java.time.Instant;

/** The usual request to create a table, as intake hands it on. */
final class Requests {
  private Requests() {}

  /** To create this table. */
  static SchemaRequest createTable(String table) {
    try {
      ObjectNode json =
          (ObjectNode) Json.mapper().readTree(ChangeRequests.createTable("sandbox", table));
      return Json.mapper().treeToValue(json.put("requestId", table), SchemaRequest.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Our own request cannot be read", e);
    }
  }

  /** How it came in. */
  static Submission submission() {
    return new Submission(
        "canonical", "kafka", Instant.now(), "0".repeat(64), Identity.claimed("bench"));
  }
}
