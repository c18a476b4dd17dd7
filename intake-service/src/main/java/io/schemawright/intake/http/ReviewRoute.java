package io.schemawright.intake.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.schemawright.catalog.Fingerprint;
import io.schemawright.change.Problem;
import io.schemawright.database.Database;
import io.schemawright.event.Cause;
import io.schemawright.event.DecisionMade;
import io.schemawright.event.EventId;
import io.schemawright.event.ReviewGiven;
import io.schemawright.event.TraceParent;
import io.schemawright.intake.status.SchemaRequests;
import io.schemawright.intake.status.SchemaRequests.Details;
import io.schemawright.intake.status.Status;
import io.schemawright.messaging.EventCodec;
import io.schemawright.outbox.Outbox;
import io.schemawright.outbox.Transaction;
import io.schemawright.plan.Plan;
import io.schemawright.request.Identity;
import io.schemawright.request.RequestId;
import io.schemawright.request.Review;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * {@code PATCH /api/schema-requests/{id}}: a person's word. Whether it counts is for policy to say;
 * what certainly does not is refused here.
 */
final class ReviewRoute {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration GLANCE = Duration.ofMillis(10);

  /** In bytes: policy's next decision carries the words beside a plan, in one record. */
  private static final int LARGEST = 64 * 1024;

  private static final int LONGEST = 10_000;
  private static final int LONGEST_NAME = 200;

  private final Database database;
  private final Outbox outbox;
  private final EventCodec codec;

  ReviewRoute(Database database, Outbox outbox, EventCodec codec) {
    this.database = database;
    this.outbox = outbox;
    this.codec = codec;
  }

  private record Receipt(RequestId requestId, Status status, String review, Links links) {}

  /** Passes a word on. */
  void review(Context context) {
    RequestId id = RequestRoutes.id(context);
    Fields fields = new Fields(Body.object(context, LARGEST, "Say it in fewer words"));
    String word = fields.word();
    String performedBy = fields.text("performedBy", LONGEST_NAME).orElse("");
    if (performedBy.isEmpty()) {
      fields.problem("performedBy", "is required: the name of who says this");
    }
    String role = fields.text("role", LONGEST_NAME).orElse(null);
    Review review = fields.review(word);
    fields.refuseIfWrong();
    Identity by = new Identity(performedBy, false, role);
    TraceParent trace = RequestRoutes.trace(context, "POST review");
    awaitJudgement(id);
    Status status = outbox.transact(transaction -> give(transaction, id, by, review, trace));
    Answers.json(context, 202, new Receipt(id, status, word, Links.of(id)));
  }

  private Status give(
      Transaction transaction, RequestId id, Identity by, Review review, TraceParent trace) {
    Details details =
        SchemaRequests.find(transaction.handle(), id).orElseThrow(RequestRoutes::unknown);
    refuse(details, by, review);
    String target = Objects.requireNonNull(details.summary().target());
    transaction.publish(
        codec.encode(
            new ReviewGiven(id, target, by, pinned(review, details.decision())),
            new Cause(EventId.random(), trace)));
    return details.summary().status();
  }

  /**
   * An approval that names no plan is of the one that is shown now, not of whichever there is when
   * policy reads it.
   */
  private static Review pinned(Review review, @Nullable DecisionMade decision) {
    Plan shown = decision == null ? null : decision.plan();
    return review instanceof Review.Approve approve && approve.plan() == null && shown != null
        ? new Review.Approve(shown.fingerprint(), approve.comment())
        : review;
  }

  /**
   * Who saw the decision on its topic may be a moment ahead of the read model; that moment is
   * waited out, so that a review never reaches policy before the request does.
   */
  private void awaitJudgement(RequestId id) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (database.read(handle -> SchemaRequests.isUnjudged(handle, id))
        && System.nanoTime() < deadline) {
      LockSupport.parkNanos(GLANCE.toNanos());
    }
  }

  private static void refuse(Details details, Identity by, Review review) {
    Status status = details.summary().status();
    if (status.isFinal()) {
      throw refusal(
          409,
          "finished",
          "The request is " + status.word() + ": nothing can be said any more.",
          status);
    }
    if (review instanceof Review.Approve && by.name().equalsIgnoreCase(requester(details))) {
      throw refusal(
          403,
          "own-approval",
          "The requester's own approval does not count; another person has to give it.",
          status);
    }
    if (details.request() == null || details.decision() == null) {
      throw refusal(
          409,
          "not-judged-yet",
          "Policy has not judged the request yet; say it again in a moment.",
          status);
    }
    boolean cancels = review instanceof Review.Cancel;
    if (!cancels && status != Status.WAITING_FOR_REVIEW) {
      throw refusal(
          409,
          "not-waiting",
          "The request is "
              + status.word()
              + " and does not wait for a review; it can only be cancelled.",
          status);
    }
  }

  private static String requester(Details details) {
    String requestedBy = details.summary().requestedBy();
    return requestedBy == null ? "" : requestedBy.strip();
  }

  private static Refusal refusal(int code, String type, String detail, Status status) {
    return new Refusal(code, type, detail, List.of(), Map.of("requestStatus", status));
  }

  /** The fields of the body, and what is wrong with them. */
  private static final class Fields {
    private final ObjectNode body;
    private final List<Problem> problems = new ArrayList<>();

    Fields(ObjectNode body) {
      this.body = body;
    }

    String word() {
      return text("status", LONGEST_NAME).orElse("");
    }

    Review review(String word) {
      return switch (word) {
        case "approved" -> new Review.Approve(plan(), text("comment", LONGEST).orElse(null));
        case "rejected" -> new Review.Reject(reason());
        case "cancelled" -> new Review.Cancel(reason());
        case "changes-requested" -> changes();
        default -> {
          problem("status", "must be approved, rejected, changes-requested or cancelled");
          yield new Review.Cancel("");
        }
      };
    }

    private Review changes() {
      List<String> required = texts("requiredChanges");
      if (required.isEmpty()) {
        problem("requiredChanges", "is required: a list of what must change");
      }
      return new Review.RequestChanges(
          required, texts("recommendations"), texts("performanceNotes"));
    }

    private String reason() {
      return text("reason", LONGEST)
          .or(() -> text("comment", LONGEST))
          .orElse("no reason was given");
    }

    private @Nullable Fingerprint plan() {
      Optional<String> plan = text("plan", LONGEST_NAME);
      try {
        return plan.map(Fingerprint::new).orElse(null);
      } catch (IllegalArgumentException e) {
        problem("plan", "must be the fingerprint of the plan that was looked at");
        return null;
      }
    }

    Optional<String> text(String name, int longest) {
      JsonNode value = body.path(name);
      if (value.isMissingNode() || value.isNull()) {
        return Optional.empty();
      }
      return checked("$." + name, value, longest)
          .map(String::strip)
          .filter(text -> !text.isEmpty());
    }

    private List<String> texts(String name) {
      JsonNode value = body.path(name);
      List<String> texts = new ArrayList<>();
      if (!value.isMissingNode() && !value.isNull() && !value.isArray()) {
        problem(name, "must be a list of texts");
      }
      for (int i = 0; value.isArray() && i < value.size(); i++) {
        checked("$." + name + "[" + i + "]", value.path(i), LONGEST).ifPresent(texts::add);
      }
      return texts;
    }

    private Optional<String> checked(String path, JsonNode value, int longest) {
      if (!value.isTextual() || value.asText().length() > longest) {
        problems.add(
            new Problem(path, "must be a text of at most %d characters".formatted(longest)));
        return Optional.empty();
      }
      if (value.asText().indexOf('\0') >= 0) {
        problems.add(new Problem(path, "holds the character NUL, which cannot be stored"));
        return Optional.empty();
      }
      return Optional.of(value.asText());
    }

    void problem(String name, String message) {
      problems.add(new Problem("$." + name, message));
    }

    void refuseIfWrong() {
      if (!problems.isEmpty()) {
        throw new Refusal(
            400,
            "invalid-review",
            "The review was refused; mend every problem and send it again.",
            problems,
            Map.of());
      }
    }
  }
}
