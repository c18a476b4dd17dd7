package io.schemawright.notifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.schemawright.database.Database;
import io.schemawright.event.ChangeCompleted;
import io.schemawright.event.Envelope;
import io.schemawright.event.Event;
import io.schemawright.event.ExecutionScheduled;
import io.schemawright.event.Samples;
import io.schemawright.messaging.EventCodec;
import io.schemawright.messaging.EventLoop;
import io.schemawright.messaging.KafkaClients;
import io.schemawright.messaging.ReaderPartitions;
import io.schemawright.messaging.Topic;
import io.schemawright.notifier.channel.LogChannel;
import io.schemawright.notifier.delivery.Courier;
import io.schemawright.outbox.Outbox;
import io.schemawright.outbox.OutgoingRecord;
import io.schemawright.outbox.Relay;
import io.schemawright.plan.Verdict;
import io.schemawright.request.Identity;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The reader on a real broker and a real database. */
class OutcomeEventsTest {
  private static final AtomicInteger GROUPS = new AtomicInteger();
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final Database database = TestDatabases.open();
  private final Topics topics = new Topics();
  private final Outbox outbox =
      new Outbox(
          database,
          new Relay(KafkaClients.producer(Topics.as("notifier"), "notifier-outbox")),
          KafkaClients.LARGEST_RECORD,
          metrics);
  private final Courier log = Courier.start(new LogChannel(), database, metrics);
  private final EventLoop<Envelope<Event>> loop = loop();

  private EventLoop<Envelope<Event>> loop() {
    String group = "notifier-test-" + GROUPS.incrementAndGet();
    return new EventLoop<>(
        group,
        Stream.of(Topic.ACCEPTED, Topic.DECISIONS, Topic.EXECUTIONS).map(Topic::topicName).toList(),
        () -> KafkaClients.consumer(Topics.as("notifier"), group),
        outbox,
        new ReaderPartitions(database),
        new OutcomeEvents(
            new EventCodec("notifier", Clock.systemUTC()),
            List.of(log),
            new OutcomeMetrics(metrics)),
        metrics);
  }

  @BeforeEach
  void start() {
    loop.start();
  }

  @AfterEach
  void stop() {
    loop.close();
    log.close();
    outbox.close();
    database.close();
    topics.close();
  }

  @Test
  void decisionAndExecution_leadToOneCompletionAndOneNotification() {
    Requests request = Requests.fresh();
    topics.publish(request.accepted());
    topics.publish(request.approved());
    topics.publish(
        new ExecutionScheduled(
            request.id(), "orders", Samples.plan().fingerprint(), Instant.now(), null));
    topics.publish(request.succeeded());

    ChangeCompleted completed = completion(request);

    assertThat(completed.outcome()).isEqualTo(ChangeCompleted.Outcome.COMPLETED);
    assertThat(completed.summary()).isEqualTo("Created table public.carts on orders.");
    assertThat(completed.stageMillis())
        .containsOnlyKeys("intake", "policy", "queue", "execution", "total");
    await()
        .atMost(LONG_ENOUGH)
        .untilAsserted(() -> assertThat(told(request)).containsExactly("completed log true"));
  }

  @Test
  void execution_thatIsReadFirst_isToldWhenTheDecisionArrives() {
    Requests request = Requests.fresh();
    topics.publish(request.succeeded());
    Requests other = Requests.fresh();
    topics.publish(other.decided(1, new Verdict.Rejected(null, "no")));
    completion(other);
    assertThat(topics.completionsOf(request.id())).isEmpty();

    topics.publish(request.approved());

    assertThat(completion(request).outcome()).isEqualTo(ChangeCompleted.Outcome.COMPLETED);
  }

  @Test
  void tenRepeatsOfEverything_haveOneId() {
    Requests request = Requests.fresh();
    OutgoingRecord decision = topics.publish(request.approved());
    OutgoingRecord execution = topics.publish(request.succeeded());
    for (int i = 0; i < 10; i++) {
      topics.send(decision);
      topics.send(execution);
      // The same outcome under another event id, as from a service that lost its memory.
      topics.publish(request.succeeded());
    }
    Requests last = Requests.fresh();
    topics.publish(last.approved());
    topics.publish(last.succeeded());
    completion(last);
    completion(request); // Of one commit, perhaps, but of another lane.

    assertThat(topics.completionsOf(request.id())).hasSize(1);
    assertThat(told(request)).hasSize(1);
  }

  @Test
  void waiting_isToldToChannelsAndNotCompleted() {
    Requests request = Requests.fresh();
    Verdict.Waiting waiting =
        new Verdict.Waiting(1, List.of(), Instant.parse("2026-11-23T12:00:00Z"), List.of());
    topics.publish(request.decided(1, waiting));
    topics.publish(request.decided(2, waiting.note("not your own")));
    await()
        .atMost(LONG_ENOUGH)
        .untilAsserted(
            () -> assertThat(told(request)).containsExactly("waiting-for-review log true"));
    assertThat(topics.completionsOf(request.id())).isEmpty();

    topics.publish(request.decided(3, waiting.cancel(Identity.claimed("ada"), "changed my mind")));

    assertThat(completion(request).outcome()).isEqualTo(ChangeCompleted.Outcome.CANCELLED);
  }

  private ChangeCompleted completion(Requests request) {
    await().atMost(LONG_ENOUGH).until(() -> !topics.completionsOf(request.id()).isEmpty());
    return (ChangeCompleted) topics.completionsOf(request.id()).get(0).event();
  }

  private List<String> told(Requests request) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "select n.kind || ' ' || d.delivery_channel || ' ' || d.delivered"
                        + " from notifications n join deliveries d on d.notification_id = n.id"
                        + " where n.request_id = ? order by n.created_at")
                .bind(0, request.id().value())
                .mapTo(String.class)
                .list());
  }
}
