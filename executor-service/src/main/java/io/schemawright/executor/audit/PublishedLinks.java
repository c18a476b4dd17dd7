package io.schemawright.executor.audit;

import io.schemawright.messaging.EventCodec;
import io.schemawright.messaging.KafkaClients;
import io.schemawright.messaging.KafkaSettings;
import io.schemawright.messaging.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The links of the chain that {@code schema.executions} holds, where only the executor can write
 * and nobody can change what was written. For one thread.
 */
public final class PublishedLinks implements Supplier<List<AuditLink>>, AutoCloseable {
  private final Consumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;

  /**
   * Begins where the topic begins.
   *
   * @throws org.apache.kafka.common.KafkaException if the broker is away or refuses
   */
  public PublishedLinks(KafkaSettings kafka) {
    consumer = KafkaClients.consumer(kafka, "executor-audit");
    partitions =
        consumer.partitionsFor(Topic.EXECUTIONS.topicName()).stream()
            .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** Those from where it was left to the end as it is now. */
  @Override
  public List<AuditLink> get() {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    List<AuditLink> links = new ArrayList<>();
    while (partitions.stream()
        .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
        EventCodec.text(record.headers(), AuditLink.HEADER)
            .map(AuditLink::parse)
            .ifPresent(links::add);
      }
    }
    return links;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
