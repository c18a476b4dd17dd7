package io.schemawright.messaging;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.schemawright.database.Database;
import io.schemawright.database.DatabaseSettings;
import io.schemawright.embedded.Infrastructure;
import io.schemawright.embedded.PostgresServer;
import io.schemawright.outbox.Outbox;
import io.schemawright.outbox.Relay;
import io.schemawright.service.Part;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A database and topics of a test's own on the shared broker and server; closed with the test. */
public final class TestService implements AutoCloseable {
  private static final String USER = "operator";

  private final PostgresServer.Database databaseAddress =
      Infrastructure.postgres().freshDatabase("common");
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final Deque<Part> parts = new ArrayDeque<>();
  private final Database database;
  private final Outbox outbox;

  TestService() {
    this.database = add(openDatabase());
    this.outbox = add(openOutbox(database));
  }

  private <P extends Part> P add(P part) {
    parts.push(part);
    return part;
  }

  Database openDatabase() {
    return Database.open(
        new DatabaseSettings(
            databaseAddress.url(), databaseAddress.role(), databaseAddress.password(), 6),
        "db/none",
        new SimpleMeterRegistry());
  }

  Outbox openOutbox(Database over) {
    return new Outbox(
        over,
        new Relay(KafkaClients.producer(kafka(), "test-outbox")),
        KafkaClients.LARGEST_RECORD,
        new SimpleMeterRegistry());
  }

  Database database() {
    return database;
  }

  Outbox outbox() {
    return outbox;
  }

  double count(String meter) {
    return metrics.find(meter).counters().stream().mapToDouble(counter -> counter.count()).sum();
  }

  static KafkaSettings kafka() {
    Map<String, Object> properties = Infrastructure.kafka().clientProperties(USER);
    return new KafkaSettings(
        String.valueOf(properties.get("bootstrap.servers")),
        Optional.of(USER),
        Objects.requireNonNull(Infrastructure.kafka().users().get(USER)),
        "SASL_PLAINTEXT");
  }

  /** A topic of its own, with its dead letter topic. */
  static String topic() throws ExecutionException, InterruptedException {
    String name = "test-" + UUID.randomUUID();
    Map<String, String> large = Map.of("max.message.bytes", "5000000");
    try (Admin admin = Admin.create(Infrastructure.kafka().adminProperties())) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(name, 2, (short) 1).configs(large),
                  new NewTopic(name + ".dlq", 1, (short) 1).configs(large)))
          .all()
          .get();
    }
    return name;
  }

  <T> EventLoop<T> read(String group, String topic, RecordHandler<T> handler) {
    return read(group, topic, handler, () -> KafkaClients.consumer(kafka(), group));
  }

  <T> EventLoop<T> read(
      String group,
      String topic,
      RecordHandler<T> handler,
      Supplier<Consumer<byte[], byte[]>> consumers) {
    EventLoop<T> loop =
        add(
            new EventLoop<>(
                group,
                List.of(topic),
                consumers,
                outbox,
                new ReaderPartitions(database),
                handler,
                metrics));
    loop.start();
    return loop;
  }

  static Producer<byte[], byte[]> producer() {
    Map<String, Object> properties = new HashMap<>(Infrastructure.kafka().adminProperties());
    properties.put("max.request.size", 8_000_000);
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Everything on the topic now. */
  static List<ConsumerRecord<byte[], byte[]>> everythingOn(String topic) {
    return TopicContents.everythingOn(Infrastructure.kafka().adminProperties(), topic);
  }

  @Override
  public void close() {
    while (!parts.isEmpty()) {
      parts.pop().close();
    }
  }
}
