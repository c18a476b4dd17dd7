package io.schemawright.intake.request;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.schemawright.event.Json;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Bytes as the JSON object that a request is. */
public final class MessageText {
  private MessageText() {}

  /** The bytes are no request, and nothing in them can be named by a path. */
  public static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    private Unreadable(String reason) {
      super(reason);
    }
  }

  /**
   * Reads one JSON object in UTF-8, with nothing after it and no field given twice.
   *
   * @throws Unreadable with the reason in one line
   */
  public static ObjectNode object(byte[] bytes) throws Unreadable {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      JsonNode tree = Json.mapper().readTree(text.startsWith("\ufeff") ? text.substring(1) : text);
      if (tree instanceof ObjectNode object) {
        return object;
      }
      throw new Unreadable(
          tree.isMissingNode()
              ? "the message is empty, a request is a JSON object"
              : "the message is JSON, but no object, which a request is");
    } catch (CharacterCodingException e) {
      throw new Unreadable("the message is not valid UTF-8");
    } catch (JsonProcessingException e) {
      throw new Unreadable(
          "the message is not valid JSON: %s (line %d, column %d)"
              .formatted(
                  e.getOriginalMessage().lines().findFirst().orElse(""),
                  e.getLocation() == null ? 0 : e.getLocation().getLineNr(),
                  e.getLocation() == null ? 0 : e.getLocation().getColumnNr()));
    }
  }
}
