package io.schemawright.messaging;

import io.schemawright.database.Database;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;

/**
 * Holds the topics' partition counts against those seen at the first start. Another count would
 * send a target's events to another partition than its earlier ones, out of order; so the service
 * refuses to start.
 */
public final class PartitionCounts {
  private PartitionCounts() {}

  /**
   * Checks, and records what is seen for the first time.
   *
   * @throws IllegalStateException if a count has changed, or the counts of {@code topics} differ
   * @throws KafkaException if a topic does not exist or the broker does not answer
   */
  public static void check(KafkaSettings kafka, Database database, Collection<Topic> topics) {
    try (Admin admin = Admin.create(kafka.clientProperties())) {
      List<String> names = topics.stream().map(Topic::topicName).toList();
      TreeMap<String, TopicDescription> described =
          new TreeMap<>(admin.describeTopics(names).allTopicNames().get());
      described.forEach(
          (topic, description) -> check(database, topic, description.partitions().size()));
      if (described.values().stream().map(topic -> topic.partitions().size()).distinct().count()
          > 1) {
        throw new IllegalStateException(
            "topics have different partition counts, expected equal ones: " + described.keySet());
      }
    } catch (ExecutionException e) {
      throw new KafkaException("cannot describe the topics", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted while describing the topics", e);
    }
  }

  private static void check(Database database, String topic, int partitions) {
    int recorded =
        database.inTransaction(
            handle -> {
              handle.execute(
                  "insert into topic_partitions (topic, partitions) values (?, ?) on conflict do nothing",
                  topic,
                  partitions);
              return handle
                  .createQuery("select partitions from topic_partitions where topic = ?")
                  .bind(0, topic)
                  .mapTo(Integer.class)
                  .one();
            });
    if (recorded != partitions) {
      throw new IllegalStateException(
          "%s has %d partitions, it had %d: a target's events would change partition and lose their order;"
                  .formatted(topic, partitions, recorded)
              + " restore the count, or drain every topic and clear the table topic_partitions");
    }
  }
}
