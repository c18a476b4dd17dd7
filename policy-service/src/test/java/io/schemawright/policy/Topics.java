package io.schemawright.policy;

import io.schemawright.embedded.Infrastructure;
import io.schemawright.embedded.KafkaEndpoints;
import io.schemawright.event.Cause;
import io.schemawright.event.DecisionMade;
import io.schemawright.event.Envelope;
import io.schemawright.event.Event;
import io.schemawright.event.EventId;
import io.schemawright.event.EventType;
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
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The real topics: writes them as the services that own them, reads what policy decides. */
final class Topics implements AutoCloseable {
  private static final int PARTITIONS = 2;
  private static final KafkaEndpoints KAFKA = setUp();

  private final Producer<byte[], byte[]> executor =
      KafkaClients.producer(as("executor"), "executor-t");
  private final Producer<byte[], byte[]> intake = KafkaClients.producer(as("intake"), "intake-t");
  private final Consumer<byte[], byte[]> outsider;
  private final EventCodec codec = new EventCodec("test", Clock.systemUTC());
  private final List<Envelope<DecisionMade>> decisions = new ArrayList<>();

  Topics() {
    Map<String, Object> properties = KAFKA.outsiderProperties();
    properties.put("isolation.level", "read_committed");
    outsider =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        IntStream.range(0, PARTITIONS)
            .mapToObj(p -> new TopicPartition(Topic.DECISIONS.topicName(), p))
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

  /** Publishes an event that {@code id} led to, as the service that owns its topic. */
  void publish(Event event, EventId id) {
    OutgoingRecord record = codec.encode(event, new Cause(id, TraceParent.random()));
    ProducerRecord<byte[], byte[]> sent =
        new ProducerRecord<>(record.topic(), null, record.key(), record.payload());
    record.headers().forEach(sent.headers()::add);
    Topic.Principal writer = EventType.of(event).topic().writer().orElseThrow();
    try {
      (writer == Topic.Principal.INTAKE ? intake : executor).send(sent).get();
    } catch (ExecutionException e) {
      throw new AssertionError("the broker refuses " + event, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  void publish(Event event) {
    publish(event, EventId.random());
  }

  /** Who is in a consumer group; somebody who had to leave comes back under another name. */
  Set<String> members(String group) {
    return described(group).members().stream()
        .map(MemberDescription::consumerId)
        .collect(Collectors.toSet());
  }

  private static ConsumerGroupDescription described(String group) {
    try (Admin admin = Admin.create(KAFKA.adminProperties())) {
      return Objects.requireNonNull(
              admin.describeConsumerGroups(List.of(group)).describedGroups().get(group))
          .get();
    } catch (ExecutionException e) {
      throw new AssertionError("the broker does not know " + group, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** How many partitions of what it reads each member of a consumer group has. */
  List<Integer> partitionsOfMembers(String group) {
    return described(group).members().stream()
        .map(member -> member.assignment().topicPartitions().size())
        .toList();
  }

  /** What was decided about a request so far. */
  List<Envelope<DecisionMade>> decisionsOn(RequestId request) {
    return decisions().stream().filter(d -> d.event().requestId().equals(request)).toList();
  }

  /** What was decided so far, as far as it was committed. */
  List<Envelope<DecisionMade>> decisions() {
    outsider
        .poll(Duration.ofMillis(50))
        .forEach(
            record ->
                decisions.add(
                    codec
                        .decode(record.key(), record.headers(), record.value())
                        .as(DecisionMade.class)));
    return List.copyOf(decisions);
  }

  @Override
  public void close() {
    executor.close();
    intake.close();
    outsider.close();
  }
}
