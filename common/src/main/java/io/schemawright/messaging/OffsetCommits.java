package io.schemawright.messaging;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;

/**
 * The commits of a consumer whose records are known when they come again: now and then, and only of
 * partitions that were read on, because the broker writes a record for each that is committed.
 *
 * <p>For the consumer's thread.
 */
final class OffsetCommits {
  /** Each commit is a write and a round trip of the broker. */
  private static final Duration BETWEEN = Duration.ofMillis(250);

  private static final Duration LAST = Duration.ofSeconds(5);

  private final Consumer<byte[], byte[]> consumer;

  /** How far was read, until the broker says that it has it. */
  private final Map<TopicPartition, OffsetAndMetadata> uncommitted = new HashMap<>();

  private long committedNanos = System.nanoTime();
  private boolean underWay;

  OffsetCommits(Consumer<byte[], byte[]> consumer) {
    this.consumer = consumer;
  }

  /** These were read. */
  void note(ConsumerRecords<byte[], byte[]> records) {
    uncommitted.putAll(records.nextOffsets());
  }

  /** How long until there is something to commit: none where it is time, at most the longest. */
  Duration untilDue(Duration longest) {
    Duration since = Duration.ofNanos(System.nanoTime() - committedNanos);
    if (uncommitted.isEmpty()) {
      return longest;
    }
    return since.compareTo(BETWEEN) >= 0 ? Duration.ZERO : BETWEEN.minus(since);
  }

  /**
   * Commits without waiting for it, where the one before has come to its end. What does not get
   * there is committed with the next.
   */
  void commit() {
    committedNanos = System.nanoTime();
    if (underWay) {
      return; // Else they would pile up while the broker is away.
    }
    underWay = true;
    consumer.commitAsync(
        offsets(),
        (offsets, fault) -> {
          underWay = false;
          if (fault == null) {
            uncommitted.entrySet().removeAll(offsets.entrySet());
          }
        });
  }

  /** So that whoever reads on begins where this reader ended. */
  void commitTheLast() {
    try {
      consumer.commitSync(offsets(), LAST);
    } catch (WakeupException e) {
      // Of the close that ended the loop, where no poll met it; it is spent now.
      consumer.commitSync(offsets(), LAST);
    }
  }

  /** Where another has taken a partition over, what it has committed is not to be put back. */
  private Map<TopicPartition, OffsetAndMetadata> offsets() {
    uncommitted.keySet().retainAll(consumer.assignment());
    return Map.copyOf(uncommitted);
  }
}
