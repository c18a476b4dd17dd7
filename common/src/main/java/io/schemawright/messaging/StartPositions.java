package io.schemawright.messaging;

import io.schemawright.database.Database;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Where a reader begins. A partition that it never read is read from its beginning; one that it has
 * read and whose offset is gone stops it, because going on from either end would repeat or lose
 * events in silence. Thread-safe.
 */
public final class StartPositions {
  private final Database database;

  /** Remembers in {@code database} which partitions have been read. */
  public StartPositions(Database database) {
    this.database = database;
  }

  /** What {@code consumer} does with the partitions it is given. */
  ConsumerRebalanceListener of(Consumer<byte[], byte[]> consumer, String reader) {
    return new ConsumerRebalanceListener() {
      @Override
      public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
        begin(consumer, reader, assigned);
      }

      @Override
      public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
        // Every batch is finished within one turn of the loop, and its offsets are on their way.
      }
    };
  }

  private void begin(
      Consumer<byte[], byte[]> consumer, String reader, Collection<TopicPartition> assigned) {
    Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(Set.copyOf(assigned));
    List<TopicPartition> without =
        assigned.stream().filter(partition -> committed.get(partition) == null).toList();
    if (without.isEmpty()) {
      return;
    }
    refuseLostOffsets(reader, without);
    Map<TopicPartition, OffsetAndMetadata> beginnings = new HashMap<>();
    consumer
        .beginningOffsets(without)
        .forEach(
            (partition, offset) -> {
              consumer.seek(partition, offset);
              beginnings.put(partition, new OffsetAndMetadata(offset));
            });
    consumer.commitSync(beginnings);
    remember(reader, without);
  }

  private void refuseLostOffsets(String reader, List<TopicPartition> partitions) {
    List<TopicPartition> known =
        partitions.stream()
            .filter(
                partition ->
                    database.read(
                        handle ->
                            handle
                                .createQuery(
                                    "select exists (select from reader_partition"
                                        + " where reader = ? and topic = ? and partition = ?)")
                                .bind(0, reader)
                                .bind(1, partition.topic())
                                .bind(2, partition.partition())
                                .mapTo(Boolean.class)
                                .one()))
            .toList();
    if (!known.isEmpty()) {
      throw new IllegalStateException(
          "the offsets of "
              + reader
              + " are gone for "
              + known
              + ": set them by hand (kafka-consumer-groups --reset-offsets), earlier is safe");
    }
  }

  private void remember(String reader, List<TopicPartition> partitions) {
    database.inTransaction(
        handle -> {
          for (TopicPartition partition : partitions) {
            handle.execute(
                "insert into reader_partition (reader, topic, partition) values (?, ?, ?)"
                    + " on conflict do nothing",
                reader,
                partition.topic(),
                partition.partition());
          }
          return partitions.size();
        });
  }
}
