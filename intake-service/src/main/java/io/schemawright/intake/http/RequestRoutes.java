package io.schemawright.intake.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.schemawright.database.Database;
import io.schemawright.event.DecisionMade;
import io.schemawright.event.TraceParent;
import io.schemawright.intake.status.RequestEvents;
import io.schemawright.intake.status.SchemaRequests;
import io.schemawright.intake.status.SchemaRequests.Details;
import io.schemawright.intake.status.SchemaRequests.Filter;
import io.schemawright.intake.status.SchemaRequests.Summary;
import io.schemawright.intake.status.Status;
import io.schemawright.plan.Plan;
import io.schemawright.plan.Step;
import io.schemawright.request.RequestId;
import io.schemawright.tracing.Trace;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What became of requests: lists, one with its timeline, its migration. */
final class RequestRoutes {
  private static final int LIMIT = 50;
  private static final int LARGEST_LIMIT = 500;

  private final Database database;

  RequestRoutes(Database database) {
    this.database = database;
  }

  /** Those that a filter lets through. */
  void list(Context context) {
    Filter filter =
        new Filter(
            statuses(context.queryParam("status")),
            context.queryParam("requester_user_id"),
            context.queryParam("target"),
            number(context, "limit", LIMIT, 1, LARGEST_LIMIT),
            number(context, "offset", 0, 0, Integer.MAX_VALUE));
    List<Summary> requests = database.read(handle -> SchemaRequests.list(handle, filter));
    Answers.json(
        context,
        200,
        Map.of("requests", requests, "limit", filter.limit(), "offset", filter.offset()));
  }

  private static List<Status> statuses(@Nullable String word) {
    if (word == null || word.isEmpty()) {
      return List.of();
    }
    List<Status> statuses = Status.meantBy(word);
    if (statuses.isEmpty()) {
      throw badParameter(
          "status",
          "one of pending, approved, rejected, or "
              + Arrays.stream(Status.values()).map(Status::word).collect(Collectors.joining(", ")));
    }
    return statuses;
  }

  private static int number(Context context, String name, int otherwise, int least, int most) {
    String value = context.queryParam(name);
    if (value == null) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Refused below, like a number out of range.
    }
    throw badParameter(name, "a whole number from %d to %d".formatted(least, most));
  }

  private static Refusal badParameter(String name, String expected) {
    return new Refusal(
        400, "invalid-parameter", "The parameter " + name + " must be " + expected + ".");
  }

  /** One with its timeline. */
  void show(Context context) {
    RequestId id = id(context);
    Details details = find(id);
    ObjectNode answer = Answers.tree(details.summary());
    answer.set("links", Answers.tree(Links.of(id)));
    if (details.request() != null) {
      answer.set("request", Answers.tree(details.request()));
    }
    answer.putPOJO("problems", details.problems());
    DecisionMade decision = details.decision();
    if (decision != null) {
      answer.put("decisionNumber", decision.number());
      answer.putPOJO("verdict", decision.verdict());
      answer.putPOJO("findings", decision.findings());
      answer.putPOJO("risk", decision.risk());
      answer.putPOJO("rehearsal", decision.rehearsal());
      answer.putPOJO("policySet", decision.policySet());
      answer.putPOJO("dependsOn", decision.dependsOn());
      answer.putPOJO("plan", decision.plan());
    }
    answer.putPOJO("timeline", database.read(handle -> RequestEvents.of(handle, id)));
    Answers.json(context, 200, answer);
  }

  private record Migration(
      RequestId requestId, String plan, List<String> up, List<String> down, List<Step> steps) {}

  /** The statements of one. */
  void migration(Context context) {
    RequestId id = id(context);
    DecisionMade decision = find(id).decision();
    Plan plan = decision == null ? null : decision.plan();
    if (plan == null) {
      throw new Refusal(
          404,
          "no-migration",
          "There is no plan for this request: it was refused, or policy has not decided yet.");
    }
    List<String> up = statements(plan.steps());
    List<String> down = statements(plan.down());
    String accept = String.valueOf(context.header("Accept"));
    if ("sql".equals(context.queryParam("format")) || accept.contains("text/plain")) {
      context
          .contentType("text/plain; charset=utf-8")
          .result("-- up\n" + script(up) + "\n-- down\n" + script(down));
      return;
    }
    Answers.json(
        context, 200, new Migration(id, plan.fingerprint().value(), up, down, plan.steps()));
  }

  private static List<String> statements(List<Step> steps) {
    return steps.stream().flatMap(step -> step.statements().stream()).toList();
  }

  private static String script(List<String> statements) {
    return statements.stream()
        .map(String::strip)
        .map(statement -> statement.endsWith(";") ? statement + "\n" : statement + ";\n")
        .collect(Collectors.joining());
  }

  private Details find(RequestId id) {
    return database
        .read(handle -> SchemaRequests.find(handle, id))
        .orElseThrow(RequestRoutes::unknown);
  }

  /** The id in the address. */
  static RequestId id(Context context) {
    try {
      return new RequestId(context.pathParam("id"));
    } catch (IllegalArgumentException e) {
      throw unknown();
    }
  }

  /**
   * The trace that a call belongs to; a new one, which begins with {@code name}, where it names
   * none.
   */
  static TraceParent trace(Context context, String name) {
    return TraceParent.of(
            Optional.ofNullable(context.header("traceparent")),
            Optional.ofNullable(context.header("tracestate")))
        .orElseGet(() -> Trace.begin(name));
  }

  /** There is no such request. */
  static Refusal unknown() {
    return new Refusal(404, "unknown-request", "There is no request with this id.");
  }
}
