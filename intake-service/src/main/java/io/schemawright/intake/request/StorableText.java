package io.schemawright.intake.request;

import com.fasterxml.jackson.databind.JsonNode;
import io.schemawright.change.Problem;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Finds text that JSON can carry and PostgreSQL cannot store: NUL, and half a surrogate pair. */
final class StorableText {
  private StorableText() {}

  /** Every place in the message with such text, names of fields included. */
  static List<Problem> problems(JsonNode message) {
    List<Problem> problems = new ArrayList<>();
    walk(message, JsonPath.ROOT, problems, StandardCharsets.UTF_8.newEncoder());
    return problems;
  }

  private static void walk(
      JsonNode node, String path, List<Problem> problems, CharsetEncoder encoder) {
    if (node.isTextual()) {
      check(node.asText(), path, problems, encoder);
    }
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      walk(node.path(i), JsonPath.item(path, i), problems, encoder);
    }
    node.properties()
        .forEach(
            field -> {
              String fieldPath = JsonPath.field(path, field.getKey());
              check(field.getKey(), fieldPath, problems, encoder);
              walk(field.getValue(), fieldPath, problems, encoder);
            });
  }

  private static void check(
      String text, String path, List<Problem> problems, CharsetEncoder encoder) {
    if (text.indexOf('\0') >= 0) {
      problems.add(new Problem(path, "holds the character NUL, which PostgreSQL cannot store"));
    } else if (!encoder.canEncode(text)) {
      problems.add(new Problem(path, "is not valid Unicode: it holds half a surrogate pair"));
    }
  }
}
