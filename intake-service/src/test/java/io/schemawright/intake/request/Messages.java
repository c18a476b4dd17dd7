package io.schemawright.intake.request;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Messages for tests: the seeds' own, word by word, and what tests write. */
public final class Messages {
  private Messages() {}

  /** The text of a file of the test resources. */
  public static String resource(String name) {
    try (InputStream input = Messages.class.getResourceAsStream("/" + name)) {
      if (input == null) {
        throw new IllegalArgumentException("no resource " + name);
      }
      return new String(input.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The seeds' message of that name. */
  public static ObjectNode seed(String name) {
    return message(resource("seeds/" + name + ".json"));
  }

  /** A message in JSON, in which ' may stand for ". */
  public static ObjectNode message(String text) {
    try {
      String json = text.contains("\"") ? text : text.replace('\'', '"');
      return MessageText.object(json.getBytes(StandardCharsets.UTF_8));
    } catch (MessageText.Unreadable e) {
      throw new IllegalArgumentException(e);
    }
  }
}
