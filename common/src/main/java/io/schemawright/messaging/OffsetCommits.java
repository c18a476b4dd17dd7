package io.schemawright.messaging;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The commits of a consumer whose records are known when they come again: now and then, and mostly
 * of partitions that were read on only, because the broker writes a record for each that is
 * committed.
 *
 * <p>For the consumer's thread.
 */
final class OffsetCommits {
  private static final Logger LOG = LoggerFactory.getLogger(OffsetCommits.class);

  /** Each commit is a write and a round trip of the broker. */
  private static final Duration BETWEEN = Duration.ofMillis(250);

  /**
   * All partitions are committed at the end and this often, because a broker forgets the offsets of
   * a group without members {@code offsets.retention.minutes} after each was committed (7 days).
   */
  private static final Duration BETWEEN_ALL = Duration.ofHours(1);

  private static final Duration LAST = Duration.ofSeconds(5);

  private final Consumer<byte[], byte[]> consumer;
  private final LongSupplier nanoTime;

  /** How far was read, until the broker says that it has it. */
  private final Map<TopicPartition, OffsetAndMetadata> uncommitted = new HashMap<>();

  private long committedNanos;
  private long allCommittedNanos;
  private boolean underWay;

  /**
   * Commits of that consumer, which has committed nothing yet.
   *
   * @param nanoTime as {@link System#nanoTime()}
   */
  OffsetCommits(Consumer<byte[], byte[]> consumer, LongSupplier nanoTime) {
    this.consumer = consumer;
    this.nanoTime = nanoTime;
    this.committedNanos = nanoTime.getAsLong();
    this.allCommittedNanos = committedNanos;
  }

  /** These were read. */
  void note(ConsumerRecords<byte[], byte[]> records) {
    forgetWhatIsGone();
    uncommitted.putAll(records.nextOffsets());
  }

  /** How long until a commit is due: zero where it is, the longest where there is nothing. */
  Duration untilDue(Duration longest) {
    return uncommitted.isEmpty() ? longest : left(BETWEEN, committedNanos);
  }

  private Duration left(Duration between, long sinceNanos) {
    Duration since = Duration.ofNanos(nanoTime.getAsLong() - sinceNanos);
    return since.compareTo(between) >= 0 ? Duration.ZERO : between.minus(since);
  }

  /**
   * Commits without waiting for it, where the one before has come to its end. What does not get
   * there is committed with the next.
   */
  void commit() {
    committedNanos = nanoTime.getAsLong();
    forgetWhatIsGone();
    if (underWay || uncommitted.isEmpty()) {
      return; // Else they would pile up while the broker is away.
    }
    underWay = true;
    Map<TopicPartition, OffsetAndMetadata> offsets = Map.copyOf(uncommitted);
    OffsetCommitCallback answer =
        (ignored, fault) -> {
          underWay = false;
          if (fault == null) {
            uncommitted.entrySet().removeAll(offsets.entrySet());
          } else {
            LOG.atWarn()
                .addKeyValue("fault", fault.toString())
                .log("offsets were not committed, will be with the next");
          }
        };
    if (left(BETWEEN_ALL, allCommittedNanos).isZero()) {
      allCommittedNanos = committedNanos;
      consumer.commitAsync(answer);
    } else {
      consumer.commitAsync(offsets, answer);
    }
  }

  /** So that whoever reads on begins where this reader ended. All that was polled is handled. */
  void commitTheLast() {
    try {
      consumer.commitSync(LAST);
    } catch (WakeupException e) {
      // Of the close that ended the loop, where no poll met it; it is spent now.
      consumer.commitSync(LAST);
    }
  }

  /** Where another has taken a partition over, what it has committed is not to be put back. */
  private void forgetWhatIsGone() {
    uncommitted.keySet().retainAll(consumer.assignment());
  }
}
