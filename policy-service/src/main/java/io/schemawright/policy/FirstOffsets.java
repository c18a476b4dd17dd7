package io.schemawright.policy;

import io.schemawright.database.Database;
import io.schemawright.messaging.KafkaSettings;
import io.schemawright.messaging.ReaderPartitions;
import io.schemawright.messaging.Topic;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Lets the topology begin at the beginning of its topics when it starts for the first time, and
 * only then: Kafka Streams itself never resets an offset, because going on from either end would
 * repeat or lose events in silence.
 */
final class FirstOffsets {
  private FirstOffsets() {}

  /**
   * Commits the beginning for partitions that were never read.
   *
   * @throws IllegalStateException if a partition was read before and its offset is gone
   * @throws KafkaException if the broker refuses
   */
  static void ensure(KafkaSettings kafka, Database database) {
    try (Admin admin = Admin.create(kafka.clientProperties())) {
      Set<TopicPartition> missing = partitions(admin);
      missing.removeAll(committed(admin));
      if (missing.isEmpty()) {
        return;
      }
      ReaderPartitions read = new ReaderPartitions(database);
      read.refuseLostOffsets(PolicyTopology.APPLICATION_ID, missing);
      Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
      missing.forEach(partition -> asked.put(partition, OffsetSpec.earliest()));
      Map<TopicPartition, OffsetAndMetadata> beginnings = new HashMap<>();
      admin
          .listOffsets(asked)
          .all()
          .get()
          .forEach(
              (partition, found) ->
                  beginnings.put(partition, new OffsetAndMetadata(found.offset())));
      commit(admin, beginnings);
      read.remember(PolicyTopology.APPLICATION_ID, missing);
    } catch (ExecutionException e) {
      throw new KafkaException("cannot set where policy begins to read", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted while setting where policy begins to read", e);
    }
  }

  private static Set<TopicPartition> partitions(Admin admin)
      throws ExecutionException, InterruptedException {
    Set<TopicPartition> partitions = new HashSet<>();
    List<String> topics = PolicyTopology.SOURCES.stream().map(Topic::topicName).toList();
    for (TopicDescription topic : admin.describeTopics(topics).allTopicNames().get().values()) {
      topic
          .partitions()
          .forEach(
              partition -> partitions.add(new TopicPartition(topic.name(), partition.partition())));
    }
    return partitions;
  }

  private static Set<TopicPartition> committed(Admin admin)
      throws ExecutionException, InterruptedException {
    Set<TopicPartition> committed = new HashSet<>();
    admin
        .listConsumerGroupOffsets(PolicyTopology.APPLICATION_ID)
        .partitionsToOffsetAndMetadata()
        .get()
        .forEach(
            (partition, offset) -> {
              if (offset != null) {
                committed.add(partition);
              }
            });
    return committed;
  }

  private static void commit(Admin admin, Map<TopicPartition, OffsetAndMetadata> beginnings)
      throws ExecutionException, InterruptedException {
    try {
      admin.alterConsumerGroupOffsets(PolicyTopology.APPLICATION_ID, beginnings).all().get();
    } catch (ExecutionException e) {
      // Another instance that starts at the same time was first, and has joined the group.
      if (!committed(admin).containsAll(beginnings.keySet())) {
        throw e;
      }
    }
  }
}
