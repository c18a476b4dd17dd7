package io.schemawright.intake.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.schemawright.intake.request.Reading;
import io.schemawright.intake.request.RequestReader;
import io.schemawright.intake.status.SchemaRequests;
import io.schemawright.intake.status.Status;
import io.schemawright.intake.submission.Incoming;
import io.schemawright.intake.submission.Intake;
import io.schemawright.intake.submission.Outcome;
import io.schemawright.outbox.Backlog;
import io.schemawright.outbox.Outbox;
import io.schemawright.outbox.Transaction;
import io.schemawright.request.RequestId;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code POST /api/schema-requests}: the same way in as the topic, answered at once. */
final class SubmitRoute {
  private final Outbox outbox;
  private final RequestReader reader;
  private final Intake intake;
  private final BacklogLimit limit;
  private final Clock clock;

  SubmitRoute(Outbox outbox, RequestReader reader, Intake intake, BacklogLimit limit, Clock clock) {
    this.outbox = outbox;
    this.reader = reader;
    this.intake = intake;
    this.limit = limit;
    this.clock = clock;
  }

  private record Taken(Outcome outcome, Status status) {}

  private record Receipt(RequestId requestId, Status status, Status.Phase phase, Links links) {}

  /** Takes a request in. */
  void submit(Context context) {
    refuseWhenBehind();
    ObjectNode message = Body.object(context, Body.LIMIT, "Split it into several requests");
    Reading reading = reader.read(message);
    Incoming incoming =
        new Incoming(
            message,
            reading,
            idempotencyKey(context),
            Incoming.Channel.REST,
            clock.instant(),
            RequestRoutes.trace(context, "POST request"));
    Taken taken = outbox.transact(transaction -> take(transaction, incoming));
    answer(context, taken);
  }

  private Taken take(Transaction transaction, Incoming incoming) {
    Outcome outcome = intake.take(transaction, incoming);
    RequestId id =
        outcome.fold(
            a -> a.requestId(), r -> r.requestId(), c -> c.requestId(), i -> i.requestId());
    Status status =
        SchemaRequests.find(transaction.handle(), id)
            .map(details -> details.summary().status())
            .orElse(Status.ACCEPTED);
    return new Taken(outcome, status);
  }

  private static void answer(Context context, Taken taken) {
    taken
        .outcome()
        .fold(
            accepted -> receipt(context, 202, accepted.requestId(), taken.status()),
            repeated -> receipt(context, 200, repeated.requestId(), taken.status()),
            conflict -> {
              throw new Refusal(
                  409,
                  "conflict",
                  "Another request came under the id "
                      + conflict.requestId()
                      + " before and is not affected; send this one under an id of its own.",
                  List.of(conflict.problem()),
                  Map.of("requestId", conflict.requestId()));
            },
            invalid -> {
              throw new Refusal(
                  400,
                  "invalid-request",
                  "The request was refused; mend every problem and send it again.",
                  invalid.problems(),
                  Map.of());
            });
  }

  private static boolean receipt(Context context, int code, RequestId id, Status status) {
    Links links = Links.of(id);
    context.header("Location", links.self());
    Answers.json(context, code, new Receipt(id, status, status.phase(), links));
    return true;
  }

  private static Optional<RequestId> idempotencyKey(Context context) {
    String key = context.header("Idempotency-Key");
    if (key == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(new RequestId(key));
    } catch (IllegalArgumentException e) {
      throw new Refusal(
          400, "invalid-idempotency-key", "The Idempotency-Key is wrong: " + e.getMessage() + ".");
    }
  }

  private void refuseWhenBehind() {
    Backlog backlog = outbox.backlog();
    if (limit.isExceededBy(backlog)) {
      throw new Refusal(
          503,
          "behind",
          "Kafka does not take events fast enough, %d wait; nothing has happened. Send it again."
              .formatted(backlog.events()));
    }
  }
}
