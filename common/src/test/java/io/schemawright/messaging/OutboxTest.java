package io.schemawright.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.schemawright.database.Database;
import io.schemawright.outbox.EventTooLarge;
import io.schemawright.outbox.Outbox;
import io.schemawright.outbox.OutgoingRecord;
import io.schemawright.outbox.Transaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class OutboxTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  private final TestService service = new TestService();
  private String topic = "";

  @BeforeEach
  void createTopic() throws ExecutionException, InterruptedException {
    topic = TestService.topic();
  }

  @AfterEach
  void close() {
    service.close();
  }

  @Test
  void transact_committed_sendsInOrderAndKeepsNothing() {
    service
        .outbox()
        .transact(
            transaction -> {
              for (int i = 0; i < 500; i++) {
                transaction.publish(record("orders", "event " + i));
              }
              return 500;
            });

    await().atMost(LONG).until(() -> rows() == 0);
    assertThat(values()).containsExactlyElementsOf(numbered(500));
  }

  @Test
  void transact_rolledBack_sendsNothing() {
    assertThatThrownBy(
            () ->
                service
                    .outbox()
                    .transact(
                        transaction -> {
                          transaction.publish(record("orders", "never"));
                          throw new IllegalStateException("no");
                        }))
        .hasMessage("no");
    service.outbox().transact(transaction -> publish(transaction, "orders", "event 0"));

    await().atMost(LONG).until(() -> rows() == 0 && !values().isEmpty());
    assertThat(values()).containsExactly("event 0");
  }

  @Test
  void transact_eventOverTheLimit_isRefusedBeforeTheCommit() {
    assertThatThrownBy(
            () ->
                service
                    .outbox()
                    .transact(
                        transaction -> {
                          transaction
                              .handle()
                              .execute("insert into topic_partitions values ('seen', 1)");
                          return publish(
                              transaction, "orders", "x".repeat(KafkaClients.LARGEST_RECORD + 1));
                        }))
        .isInstanceOf(EventTooLarge.class);

    assertThat(count("topic_partitions")).isZero();
  }

  @Test
  void start_rowsLeftByACrash_areSent() {
    service
        .database()
        .inTransaction(
            handle ->
                handle.execute(
                    "insert into outbox (lane, topic, key, header_names, header_values, payload)"
                        + " values (3, ?, 'orders', '{}', '{}', 'left behind')",
                    topic));

    try (Database again = service.openDatabase();
        Outbox restarted = service.openOutbox(again)) {
      await().atMost(LONG).until(() -> rows() == 0 && restarted.backlog().events() == 0);
    }
    assertThat(values()).containsExactly("left behind");
  }

  @Test
  void transact_manyWritersAndTwoInstances_loseNothingAndKeepEachKeysOrder() throws Exception {
    int writers = 8;
    int each = 50;
    ExecutorService threads = Executors.newFixedThreadPool(writers);
    try (Database secondDatabase = service.openDatabase();
        Outbox second = service.openOutbox(secondDatabase)) {
      List<Future<?>> running = new ArrayList<>();
      for (int w = 0; w < writers; w++) {
        String key = "target-" + w;
        Outbox outbox = w % 2 == 0 ? service.outbox() : second;
        running.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < each; i++) {
                    String value = "event " + i;
                    outbox.transact(transaction -> publish(transaction, key, value));
                  }
                }));
      }
      for (Future<?> writer : running) {
        writer.get();
      }
      await().atMost(LONG).until(() -> rows() == 0);
    } finally {
      threads.shutdownNow();
    }

    Map<String, List<String>> byKey = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : TestService.everythingOn(topic)) {
      List<String> values =
          byKey.computeIfAbsent(new String(record.key(), UTF_8), key -> new ArrayList<>());
      String value = new String(record.value(), UTF_8);
      if (!values.contains(value)) { // Sent again is allowed, lost or out of order is not.
        values.add(value);
      }
    }
    assertThat(byKey).hasSize(writers);
    byKey.values().forEach(values -> assertThat(values).containsExactlyElementsOf(numbered(each)));
  }

  private boolean publish(Transaction transaction, String key, String value) {
    transaction.publish(record(key, value));
    return true;
  }

  private OutgoingRecord record(String key, String value) {
    return new OutgoingRecord(
        topic,
        key.getBytes(UTF_8),
        Map.of("ce_id", value.substring(0, Math.min(9, value.length())).getBytes(UTF_8)),
        value.getBytes(UTF_8));
  }

  private static List<String> numbered(int count) {
    return IntStream.range(0, count).mapToObj(i -> "event " + i).toList();
  }

  private List<String> values() {
    return TestService.everythingOn(topic).stream()
        .map(record -> new String(record.value(), UTF_8))
        .toList();
  }

  private long rows() {
    return count("outbox");
  }

  private long count(String table) {
    return service
        .database()
        .read(
            handle -> handle.createQuery("select count(*) from " + table).mapTo(Long.class).one());
  }
}
