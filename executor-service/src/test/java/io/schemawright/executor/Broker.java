package io.schemawright.executor;

import io.schemawright.embedded.Infrastructure;
import io.schemawright.event.Cause;
import io.schemawright.event.DecisionMade;
import io.schemawright.event.Envelope;
import io.schemawright.event.Event;
import io.schemawright.event.EventId;
import io.schemawright.event.TraceParent;
import io.schemawright.messaging.EventCodec;
import io.schemawright.messaging.KafkaSetup;
import io.schemawright.messaging.TargetPartitioner;
import io.schemawright.messaging.Topic;
import io.schemawright.outbox.OutgoingRecord;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The shared broker, set up as for production: publishes as policy, reads as its operator. */
final class Broker implements AutoCloseable {
  private final EventCodec policy = new EventCodec("policy", Clock.systemUTC());
  private final Producer<byte[], byte[]> producer;

  Broker() {
    try (Admin admin = Admin.create(Infrastructure.kafka().adminProperties())) {
      KafkaSetup.apply(admin, 2, (short) 1);
    }
    Map<String, Object> properties = Infrastructure.kafka().clientProperties("policy");
    properties.put(ProducerConfig.PARTITIONER_CLASS_CONFIG, TargetPartitioner.class.getName());
    producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  void publish(DecisionMade decision) throws Exception {
    Cause cause = new Cause(new EventId("accepted-" + decision.requestId()), TraceParent.random());
    OutgoingRecord record = policy.encode(decision, cause);
    ProducerRecord<byte[], byte[]> out =
        new ProducerRecord<>(record.topic(), record.key(), record.payload());
    record.headers().forEach((name, value) -> out.headers().add(name, value));
    Objects.requireNonNull(producer.send(out)).get();
  }

  /** Everything about a target on a topic, however often it was sent. */
  List<Envelope<Event>> read(Topic topic, String target) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Infrastructure.kafka().adminProperties(),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic.topicName()).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      List<Envelope<Event>> all = new ArrayList<>();
      while (partitions.stream()
          .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
        consumer
            .poll(Duration.ofMillis(100))
            .forEach(
                record -> all.add(policy.decode(record.key(), record.headers(), record.value())));
      }
      return all.stream()
          .filter(
              envelope ->
                  envelope.event().key().equals(target)
                      || envelope.event().key().startsWith(target + "/"))
          .toList();
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
