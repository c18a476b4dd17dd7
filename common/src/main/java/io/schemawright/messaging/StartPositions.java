package io.schemawright.messaging;

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
 * Where a reader begins: a partition that it never read from its beginning, any other where it was.
 * For the consumer's thread.
 */
final class StartPositions implements ConsumerRebalanceListener {
  private final Consumer<byte[], byte[]> consumer;
  private final String reader;
  private final ReaderPartitions readerPartitions;

  StartPositions(
      Consumer<byte[], byte[]> consumer, String reader, ReaderPartitions readerPartitions) {
    this.consumer = consumer;
    this.reader = reader;
    this.readerPartitions = readerPartitions;
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
    Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(Set.copyOf(assigned));
    List<TopicPartition> without =
        assigned.stream().filter(partition -> committed.get(partition) == null).toList();
    if (!without.isEmpty()) {
      readerPartitions.refuseLostOffsets(reader, without);
      Map<TopicPartition, OffsetAndMetadata> beginnings = new HashMap<>();
      consumer
          .beginningOffsets(without)
          .forEach(
              (partition, offset) -> {
                consumer.seek(partition, offset);
                beginnings.put(partition, new OffsetAndMetadata(offset));
              });
      consumer.commitSync(beginnings);
    }
    // All of them: a crash may have come between an earlier commit and its note.
    readerPartitions.remember(reader, assigned);
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
    // What is not committed yet is delivered again to whoever takes over, and known there.
  }
}
