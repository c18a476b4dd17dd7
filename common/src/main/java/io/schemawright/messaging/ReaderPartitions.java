package io.schemawright.messaging;

import io.schemawright.database.Database;
import java.sql.Types;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/**
 * The table {@code reader_partition}: which partitions a reader has begun to read. From then on a
 * missing offset is a fault and not a first start, because going on from either end of the topic
 * would repeat or lose events in silence. Thread-safe.
 */
public final class ReaderPartitions {
  private final Database database;

  /** Keeps its notes in {@code database}. */
  public ReaderPartitions(Database database) {
    this.database = database;
  }

  /**
   * Lets a reader begin with partitions that have no offset.
   *
   * @throws IllegalStateException if it has read one of them before, so that its offset is lost
   */
  public void refuseLostOffsets(String reader, Collection<TopicPartition> partitions) {
    List<String> lost =
        database.read(
            handle ->
                handle
                    .createQuery(
                        "select topic || '-' || partition from reader_partition"
                            + " where reader = ? and topic || '-' || partition = any (?::text[])")
                    .bind(0, reader)
                    .bindBySqlType(1, names(partitions), Types.ARRAY)
                    .mapTo(String.class)
                    .list());
    if (!lost.isEmpty()) {
      throw new IllegalStateException(
          "the offsets of %s are gone for %s: set them by hand".formatted(reader, lost)
              + " (kafka-consumer-groups --reset-offsets), earlier is safe");
    }
  }

  /** Notes that the reader's offsets for these partitions are committed from now on. */
  public void remember(String reader, Collection<TopicPartition> partitions) {
    database.inTransaction(
        handle ->
            handle
                .createUpdate(
                    "insert into reader_partition (reader, topic, partition)"
                        + " select ?, * from unnest(?::text[], ?::int[]) on conflict do nothing")
                .bind(0, reader)
                .bindBySqlType(
                    1,
                    partitions.stream().map(TopicPartition::topic).toArray(String[]::new),
                    Types.ARRAY)
                .bindBySqlType(
                    2,
                    partitions.stream().map(TopicPartition::partition).toArray(Integer[]::new),
                    Types.ARRAY)
                .execute());
  }

  private static String[] names(Collection<TopicPartition> partitions) {
    return partitions.stream().map(TopicPartition::toString).toArray(String[]::new);
  }
}
