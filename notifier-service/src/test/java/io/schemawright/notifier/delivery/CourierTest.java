package io.schemawright.notifier.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.schemawright.database.Database;
import io.schemawright.event.TraceParent;
import io.schemawright.notifier.TestDatabases;
import io.schemawright.notifier.channel.Reply;
import io.schemawright.notifier.message.Message;
import io.schemawright.notifier.message.Messages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CourierTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Backoff SHORT = new Backoff(Duration.ofMillis(5), Duration.ofMillis(10));
  private static final Reply.NotNow AWAY = new Reply.NotNow("away", Optional.empty());

  private final Database database = TestDatabases.open();
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final List<Courier> couriers = new ArrayList<>();

  @AfterEach
  void stop() {
    couriers.forEach(Courier::close);
    database.close();
  }

  @Test
  void message_isDeliveredOnceAndSaysSo() {
    ScriptedChannel channel = new ScriptedChannel(1);
    Courier courier = start(channel);
    Message message = add();

    courier.wake();

    await().atMost(LONG).until(() -> state(message).equals("delivered 1"));
    assertThat(channel.delivered()).containsExactly(message.id());
    assertThat(deliveries("delivered")).isEqualTo(1);
    assertThat(waiting()).isZero();
  }

  @Test
  void message_whoseWakeUpWasLost_isFoundByTheSlowPoll() {
    ScriptedChannel channel = new ScriptedChannel(1);
    start(channel);

    Message message = add();

    await().atMost(LONG).until(() -> state(message).equals("delivered 1"));
  }

  @Test
  void failedTry_isRepeatedWithTheSameId() {
    ScriptedChannel channel =
        new ScriptedChannel(1)
            .will(() -> AWAY)
            .will(
                () -> {
                  throw new IllegalStateException("a bug in a channel");
                });
    Message message = add();
    start(channel);

    await().atMost(LONG).until(() -> state(message).equals("delivered 3"));
    assertThat(channel.delivered()).hasSize(3).containsOnly(message.id());
    assertThat(deliveries("failed")).isEqualTo(2);
  }

  @Test
  void message_thatFailsTooOften_isParkedWithTheReason() {
    Message message = add();
    start(new ScriptedChannel(1).will(() -> AWAY).will(() -> AWAY).will(() -> AWAY));

    await().atMost(LONG).until(() -> state(message).equals("parked 3"));
    assertThat(error(message)).isEqualTo("away");
    assertThat(deliveries("parked")).isEqualTo(1);
    assertThat(waiting()).isZero();
  }

  @Test
  void message_thatCanNeverBeDelivered_isParkedAtOnce() {
    Message message = add();
    start(new ScriptedChannel(1).will(() -> new Reply.Never("gone")));

    await().atMost(LONG).until(() -> state(message).equals("parked 1"));
  }

  @Test
  void pauseThatTheReceiverAsksFor_isKept() {
    Message message = add();
    start(
        new ScriptedChannel(1)
            .will(() -> new Reply.NotNow("busy", Optional.of(Duration.ofHours(1)))));

    await().atMost(LONG).until(() -> state(message).equals("pending 1"));
    boolean later =
        database.read(
            handle ->
                handle
                    .createQuery(
                        "select next_attempt_at > clock_timestamp() + interval '50 minutes'"
                            + " from deliveries")
                    .mapTo(Boolean.class)
                    .one());
    assertThat(later).isTrue();
    assertThat(waiting()).isEqualTo(1);
  }

  @Test
  void couriersOfTwoInstances_deliverEachMessageOnce() {
    ScriptedChannel first = new ScriptedChannel(3);
    ScriptedChannel second = new ScriptedChannel(3);
    List<Message> messages = IntStream.range(0, 60).mapToObj(i -> add()).toList();

    start(first);
    start(second);

    await()
        .atMost(LONG)
        .until(() -> messages.stream().allMatch(m -> state(m).equals("delivered 1")));
    List<String> all = new ArrayList<>(first.delivered());
    all.addAll(second.delivered());
    assertThat(all)
        .containsExactlyInAnyOrderElementsOf(messages.stream().map(Message::id).toList());
  }

  @Test
  void slowDelivery_doesNotHoldUpTheOthers() {
    CountDownLatch open = new CountDownLatch(1);
    ScriptedChannel channel =
        new ScriptedChannel(2)
            .will(
                () -> {
                  try {
                    open.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException(e);
                  }
                  return new Reply.Taken();
                });
    Message slow = add();
    start(channel);
    await().atMost(LONG).until(() -> channel.delivered().contains(slow.id()));

    Message quick = add();

    await().atMost(LONG).until(() -> state(quick).equals("delivered 1"));
    assertThat(state(slow)).isEqualTo("pending 0");
    open.countDown();
    await().atMost(LONG).until(() -> state(slow).equals("delivered 1"));
  }

  @Test
  void sameMessageAgain_isKeptOnce() {
    Message message = add();
    String title = Messages.of(message.id(), "something else").title();
    database.inTransaction(
        handle -> {
          Deliveries.add(
              handle, Messages.of(message.id(), title), TraceParent.random(), List.of("scripted"));
          return true;
        });

    assertThat(
            database.<String>read(
                handle ->
                    handle
                        .createQuery("select payload->>'title' from notifications")
                        .mapTo(String.class)
                        .one()))
        .isEqualTo(message.title());
  }

  private Courier start(ScriptedChannel channel) {
    SimpleMeterRegistry registry = couriers.isEmpty() ? metrics : new SimpleMeterRegistry();
    Courier courier = Courier.start(channel, database, SHORT, registry);
    couriers.add(courier);
    return courier;
  }

  private Message add() {
    Message message = Messages.any();
    database.inTransaction(
        handle -> {
          Deliveries.add(handle, message, TraceParent.random(), List.of("scripted"));
          return true;
        });
    return message;
  }

  private String state(Message message) {
    return column(message, "state || ' ' || attempts");
  }

  private String error(Message message) {
    return column(message, "last_error");
  }

  private String column(Message message, String expression) {
    return database.read(
        handle ->
            handle
                .createQuery("select " + expression + " from deliveries where notification_id = ?")
                .bind(0, UUID.fromString(message.id()))
                .mapTo(String.class)
                .one());
  }

  private double deliveries(String outcome) {
    return metrics.get("schemawright.deliveries").tag("outcome", outcome).counter().count();
  }

  private double waiting() {
    return metrics.get("schemawright.deliveries.waiting").gauge().value();
  }
}
