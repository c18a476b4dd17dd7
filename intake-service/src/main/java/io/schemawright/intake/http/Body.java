package io.schemawright.intake.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.schemawright.intake.request.MessageText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The body of a call over REST: one JSON object of a bounded size. */
final class Body {
  /** The most bytes of a request, the same as on the topic. */
  static final int LIMIT = 1024 * 1024;

  private Body() {}

  /**
   * Reads the body.
   *
   * @param limit the most bytes, whole KiB
   * @param remedy what to do about a larger one
   * @throws Refusal if it is too large, is said to be something else than JSON, or is no object
   */
  static ObjectNode object(Context context, int limit, String remedy) {
    String type = contentType(context);
    if (type != null && !type.equals("application/json") && !type.endsWith("+json")) {
      throw new Refusal(
          415, "not-json", "The body must be JSON; send it with Content-Type: application/json.");
    }
    try {
      byte[] bytes = context.bodyInputStream().readNBytes(limit + 1);
      if (bytes.length > limit) {
        throw new Refusal(
            413,
            "too-large",
            "The body is larger than %d KiB; nothing has happened. %s."
                .formatted(limit / 1024, remedy));
      }
      return MessageText.object(bytes);
    } catch (MessageText.Unreadable e) {
      throw new Refusal(400, "unreadable", "No request: " + e.getMessage() + ".");
    } catch (IOException e) {
      throw new UncheckedIOException("the body could not be read", e);
    }
  }

  private static @Nullable String contentType(Context context) {
    String header = context.header("Content-Type");
    return header == null ? null : header.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }
}
