package io.schemawright.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.schemawright.embedded.Infrastructure;
import io.schemawright.embedded.KafkaEndpoints;
import io.schemawright.event.Cause;
import io.schemawright.event.Event;
import io.schemawright.event.EventId;
import io.schemawright.event.TraceParent;
import io.schemawright.messaging.EventCodec;
import io.schemawright.messaging.KafkaClients;
import io.schemawright.messaging.KafkaSettings;
import io.schemawright.messaging.KafkaSetup;
import io.schemawright.messaging.Topic;
import io.schemawright.messaging.TopicContents;
import io.schemawright.outbox.OutgoingRecord;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** The real topics: requests as an outsider, events as the services that own them. */
final class Topics {
  private static final int PARTITIONS = 2;
  private static final KafkaEndpoints KAFKA = setUp();

  private final Producer<byte[], byte[]> outsider =
      new KafkaProducer<>(
          KAFKA.outsiderProperties(), new ByteArraySerializer(), new ByteArraySerializer());
  private final Producer<byte[], byte[]> policy = KafkaClients.producer(as("policy"), "policy-t");
  private final Producer<byte[], byte[]> executor =
      KafkaClients.producer(as("executor"), "executor-t");
  private final EventCodec codec = new EventCodec("test", Clock.systemUTC());

  private static KafkaEndpoints setUp() {
    KafkaEndpoints kafka = Infrastructure.kafka();
    try (Admin admin = Admin.create(kafka.adminProperties())) {
      KafkaSetup.apply(admin, PARTITIONS, (short) 1);
    }
    return kafka;
  }

  private static KafkaSettings as(String user) {
    return new KafkaSettings(
        KAFKA.services(),
        Optional.of(user),
        Objects.requireNonNull(KAFKA.users().get(user)),
        "SASL_PLAINTEXT");
  }

  /** Publishes a request as any program might. */
  void request(@Nullable String id, byte[] message, int partition) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(Topic.REQUESTS.topicName(), partition, null, message);
    if (id != null) {
      record.headers().add("ce_id", id.getBytes(UTF_8));
    }
    send(outsider, record);
  }

  /** Publishes a request as any program might. */
  void request(@Nullable String id, String message) {
    request(id, message.getBytes(UTF_8), 0);
  }

  /** Publishes an event that a new cause led to, as the service that owns its topic. */
  void publish(Event event) {
    OutgoingRecord record = codec.encode(event, new Cause(EventId.random(), TraceParent.random()));
    ProducerRecord<byte[], byte[]> sent =
        new ProducerRecord<>(record.topic(), record.key(), record.payload());
    record.headers().forEach((name, value) -> sent.headers().add(name, value));
    send(record.topic().equals(Topic.DECISIONS.topicName()) ? policy : executor, sent);
  }

  private static void send(
      Producer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record) {
    try {
      producer.send(record).get();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError("cannot publish", e);
    }
  }

  /** Every event of a type on its topic now. */
  <E extends Event> Stream<E> events(Topic topic, Class<E> type) {
    return everythingOn(topic.topicName()).stream()
        .map(record -> codec.decode(record.key(), record.headers(), record.value()).event())
        .filter(type::isInstance)
        .map(type::cast);
  }

  /** Everything on the topic now. */
  static List<ConsumerRecord<byte[], byte[]>> everythingOn(String topic) {
    return TopicContents.everythingOn(KAFKA.adminProperties(), topic);
  }
}
