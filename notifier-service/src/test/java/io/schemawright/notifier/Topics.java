package io.schemawright.notifier;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.schemawright.embedded.Infrastructure;
import io.schemawright.embedded.KafkaEndpoints;
import io.schemawright.event.Cause;
import io.schemawright.event.ChangeCompleted;
import io.schemawright.event.Envelope;
import io.schemawright.event.Event;
import io.schemawright.event.EventId;
import io.schemawright.event.TraceParent;
import io.schemawright.messaging.EventCodec;
import io.schemawright.messaging.KafkaClients;
import io.schemawright.messaging.KafkaSettings;
import io.schemawright.messaging.KafkaSetup;
import io.schemawright.messaging.Topic;
import io.schemawright.outbox.OutgoingRecord;
import io.schemawright.request.RequestId;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The real topics: writes them as the services that own them, reads them as an outsider. */
final class Topics implements AutoCloseable {
  private static final int PARTITIONS = 2;
  private static final KafkaEndpoints KAFKA = setUp();

  private final Producer<byte[], byte[]> policy = KafkaClients.producer(as("policy"), "policy-t");
  private final Producer<byte[], byte[]> executor =
      KafkaClients.producer(as("executor"), "executor-t");
  private final Producer<byte[], byte[]> intake = KafkaClients.producer(as("intake"), "intake-t");
  private final Consumer<byte[], byte[]> outsider;
  private final List<Envelope<Event>> completions = new ArrayList<>();
  private final EventCodec codec = new EventCodec("test", Clock.systemUTC());

  Topics() {
    Map<String, Object> properties = KAFKA.outsiderProperties();
    properties.put("isolation.level", "read_committed");
    outsider =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        IntStream.range(0, PARTITIONS)
            .mapToObj(p -> new TopicPartition(Topic.NOTIFICATIONS.topicName(), p))
            .toList();
    outsider.assign(partitions);
    outsider.seekToBeginning(partitions);
  }

  private static KafkaEndpoints setUp() {
    KafkaEndpoints kafka = Infrastructure.kafka();
    try (Admin admin = Admin.create(kafka.adminProperties())) {
      KafkaSetup.apply(admin, PARTITIONS, (short) 1);
    }
    return kafka;
  }

  static KafkaSettings as(String user) {
    return new KafkaSettings(
        KAFKA.services(),
        Optional.of(user),
        Objects.requireNonNull(KAFKA.users().get(user)),
        "SASL_PLAINTEXT");
  }

  /** Publishes an event that a new cause led to; returns its record, to be sent again. */
  OutgoingRecord publish(Event event) {
    OutgoingRecord record = codec.encode(event, new Cause(EventId.random(), TraceParent.random()));
    send(record);
    return record;
  }

  /** Publishes the very record again. */
  void send(OutgoingRecord record) {
    Producer<byte[], byte[]> producer =
        record.topic().equals(Topic.EXECUTIONS.topicName())
            ? executor
            : record.topic().equals(Topic.DECISIONS.topicName()) ? policy : intake;
    ProducerRecord<byte[], byte[]> sent =
        new ProducerRecord<>(record.topic(), record.key(), record.payload());
    record.headers().forEach((name, value) -> sent.headers().add(name, value));
    try {
      producer.send(sent).get();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError("cannot publish", e);
    }
  }

  /** The completions of a request that an outsider has seen so far. */
  List<Envelope<Event>> completionsOf(RequestId requestId) {
    outsider
        .poll(Duration.ofMillis(100))
        .forEach(
            record -> {
              assertThatKeyIsTheRequest(record.key(), record.value());
              completions.add(codec.decode(record.key(), record.headers(), record.value()));
            });
    return completions.stream()
        .filter(e -> ((ChangeCompleted) e.event()).requestId().equals(requestId))
        .toList();
  }

  private static void assertThatKeyIsTheRequest(byte[] key, byte[] value) {
    if (!new String(value, UTF_8).contains(new String(key, UTF_8))) {
      throw new AssertionError("the key is not the request's id");
    }
  }

  @Override
  public void close() {
    policy.close();
    executor.close();
    intake.close();
    outsider.close();
  }
}
