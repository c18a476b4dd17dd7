package io.schemawright.local;

import io.schemawright.event.Envelope;
import io.schemawright.event.Event;
import io.schemawright.messaging.EventCodec;
import io.schemawright.messaging.Topic;
import io.schemawright.messaging.Topic.Audience;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What anybody may see: the public topics, read from their beginning by a client without a login.
 * For one thread.
 */
final class PublicEvents implements AutoCloseable {
  private final EventCodec codec = new EventCodec("demo", Clock.systemUTC());
  private final KafkaConsumer<byte[], byte[]> consumer;

  PublicEvents(Map<String, Object> outsiderProperties) {
    Map<String, Object> properties = new HashMap<>(outsiderProperties);
    properties.put("isolation.level", "read_committed");
    this.consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        Stream.of(Topic.values())
            .filter(topic -> topic.audience() == Audience.OUTSIDERS_READ)
            .flatMap(topic -> consumer.partitionsFor(topic.topicName()).stream())
            .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** The next events, or none after {@code patience}. */
  List<Envelope<Event>> poll(Duration patience) {
    List<Envelope<Event>> events = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(patience)) {
      events.add(codec.decode(record.key(), record.headers(), record.value()));
    }
    return events;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
