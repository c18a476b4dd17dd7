package io.schemawright.intake.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import io.schemawright.database.PassingFaults;
import io.schemawright.event.Json;
import io.schemawright.outbox.EventTooLarge;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How every answer looks: JSON, and a problem document (RFC 9457) where something is wrong. */
final class Answers {
  private static final Logger LOG = LoggerFactory.getLogger(Answers.class);
  private static final String TYPE = "urn:problem-type:schemawright:";
  private static final int TOO_MANY = 429;
  private static final int UNAVAILABLE = 503;

  private Answers() {}

  /** Answers with a value as JSON. */
  static void json(Context context, int status, Object value) {
    context.status(status).contentType("application/json").result(text(value));
  }

  /** Makes every fault a problem document; none shows a stack trace or a value of a setting. */
  static void faults(JavalinConfig config) {
    config.routes.exception(Refusal.class, (refusal, context) -> problem(context, refusal));
    config.routes.exception(
        EventTooLarge.class,
        (fault, context) ->
            problem(
                context,
                new Refusal(
                    413,
                    "too-large",
                    "The request is too large for one event; split it into several.")));
    config.routes.exception(
        HttpResponseException.class,
        (fault, context) ->
            problem(
                context,
                new Refusal(
                    fault.getStatus(),
                    code(fault.getStatus()),
                    fault.getStatus() == HttpStatus.NOT_FOUND.getCode()
                        ? "There is nothing at this address; /openapi.json says what there is."
                        : HttpStatus.forStatus(fault.getStatus()).getMessage() + ".")));
    config.routes.exception(Exception.class, Answers::unexpected);
  }

  private static void unexpected(Exception fault, Context context) {
    if (PassingFaults.isPassing(fault)) {
      LOG.atWarn().addKeyValue("fault", fault.toString()).log("a passing fault, told to try again");
      problem(
          context,
          new Refusal(
              UNAVAILABLE,
              "try-again",
              "Something that is needed is away or not ready yet; nothing has happened. Send it again."));
      return;
    }
    LOG.atError()
        .setCause(fault)
        .addKeyValue("path", context.path())
        .log("a request over REST failed");
    problem(
        context,
        new Refusal(
            500,
            "internal-error",
            "The service failed; nothing has happened. The operator finds the reason in its log."));
  }

  private static void problem(Context context, Refusal refusal) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("type", TYPE + refusal.code());
    document.put("title", HttpStatus.forStatus(refusal.status()).getMessage());
    document.put("status", refusal.status());
    document.put("detail", String.valueOf(refusal.getMessage()));
    if (!refusal.problems().isEmpty()) {
      document.put("problems", refusal.problems());
    }
    document.putAll(refusal.more());
    if (refusal.status() == UNAVAILABLE || refusal.status() == TOO_MANY) {
      context.header("Retry-After", "1");
    }
    context.status(refusal.status()).contentType("application/problem+json").result(text(document));
  }

  private static String code(int status) {
    return HttpStatus.forStatus(status)
        .getMessage()
        .toLowerCase(java.util.Locale.ROOT)
        .replaceAll("[^a-z]+", "-");
  }

  /** A value as a tree that more can be added to. */
  static ObjectNode tree(Object value) {
    return Json.mapper().valueToTree(value);
  }

  private static String text(Object value) {
    try {
      return Json.mapper().writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no JSON for a " + value.getClass(), e);
    }
  }
}
