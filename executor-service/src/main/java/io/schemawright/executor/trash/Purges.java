package io.schemawright.executor.trash;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.schemawright.catalog.Fingerprint;
import io.schemawright.change.Purge;
import io.schemawright.event.Json;
import io.schemawright.executor.target.Target;
import io.schemawright.messaging.Topic;
import io.schemawright.outbox.Outbox;
import io.schemawright.outbox.OutgoingRecord;
import io.schemawright.request.RequestId;
import io.schemawright.request.SchemaRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Asks for the purge of what has been in the trash for as long as its target keeps it: by a request
 * on {@code schema.requests} like anybody's, which is judged, audited and announced like any other.
 *
 * <p>What is still there after as long again, because somebody refused the purge or it failed, is
 * asked about once more. Of several processes one asks. Thread-safe.
 */
public final class Purges {
  /** Who asks. A name like any other: policy looks at what is asked for, not at who asks. */
  public static final String REQUESTER = "schemawright-executor";

  private static final Duration LEAST_BETWEEN = Duration.ofDays(1);

  private final Outbox outbox;

  /** Purges that are asked for through {@code outbox}. */
  public Purges(Outbox outbox) {
    this.outbox = outbox;
  }

  /** Asks for those that are due on a target. */
  public void ask(Target target) {
    Duration retention = target.trashRetention();
    Duration between = retention.compareTo(LEAST_BETWEEN) < 0 ? LEAST_BETWEEN : retention;
    outbox.transact(
        transaction -> {
          List<TrashedTables.Due> due =
              TrashedTables.askAbout(transaction.handle(), target.name(), retention, between);
          due.forEach(trashed -> transaction.publish(record(request(target, trashed))));
          return due.size();
        });
  }

  private static SchemaRequest request(Target target, TrashedTables.Due due) {
    return new SchemaRequest(
        id(target, due),
        target.name(),
        null,
        REQUESTER,
        "dropped by %s at %s; %s keeps what was dropped for %s"
            .formatted(due.request(), due.since(), target.name(), target.trashRetention()),
        null,
        List.of(new Purge(due.request().value())),
        null,
        null,
        false,
        List.of());
  }

  /** The request's own id may be as long as ids can be. */
  private static RequestId id(Target target, TrashedTables.Due due) {
    String content = "%s\n%s\n%d".formatted(target.name(), due.request(), due.asked());
    Fingerprint print = Fingerprint.ofBytes(content.getBytes(UTF_8));
    return new RequestId("purge-" + print.value().substring(0, 16));
  }

  private static OutgoingRecord record(SchemaRequest request) {
    try {
      return new OutgoingRecord(
          Topic.REQUESTS.topicName(),
          request.target().getBytes(UTF_8),
          Map.of(),
          Json.mapper().writeValueAsBytes(request));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a request has no JSON", e);
    }
  }
}
