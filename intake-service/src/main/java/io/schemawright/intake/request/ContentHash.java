package io.schemawright.intake.request;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.schemawright.catalog.Fingerprint;
import io.schemawright.event.Json;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;

/** SHA-256 over what a message asks for: its fields in order of name, without id and time. */
final class ContentHash {
  private ContentHash() {}

  /** 64 hexadecimal digits, the same for the same words in whatever order they were written. */
  static String of(ObjectNode message) {
    ObjectNode content = (ObjectNode) sorted(message);
    content.remove("requestId");
    if (content.get("requestMetadata") instanceof ObjectNode metadata) {
      metadata.remove("requestedAt");
    }
    try {
      String text = Json.mapper().writeValueAsString(content);
      return Fingerprint.ofBytes(text.getBytes(StandardCharsets.UTF_8)).value();
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a tree that was read has no JSON", e);
    }
  }

  private static JsonNode sorted(JsonNode node) {
    if (node.isObject()) {
      TreeMap<String, JsonNode> fields = new TreeMap<>();
      node.properties().forEach(field -> fields.put(field.getKey(), sorted(field.getValue())));
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      object.setAll(fields);
      return object;
    }
    if (node.isArray()) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      node.forEach(item -> array.add(sorted(item)));
      return array;
    }
    return node;
  }
}
