package io.schemawright.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

final class OffsetCommitsTest {
  private static final TopicPartition KEPT = new TopicPartition("topic", 0);
  private static final TopicPartition TAKEN = new TopicPartition("topic", 1);

  private final Listening consumer = new Listening();
  private final AtomicLong nanos = new AtomicLong();
  private final OffsetCommits commits = new OffsetCommits(consumer, nanos::get);

  /** As the consumer of KIP-848, which answers with null where nothing is to be committed. */
  private static final class Listening extends MockConsumer<byte[], byte[]> {
    private final List<Map<TopicPartition, OffsetAndMetadata>> asked = new ArrayList<>();
    private int askedForAll;

    Listening() {
      super("none");
      assign(Set.of(KEPT, TAKEN));
    }

    @Override
    public synchronized void commitAsync(
        Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
      asked.add(offsets);
      callback.onComplete(null, null);
    }

    @Override
    public synchronized void commitAsync(OffsetCommitCallback callback) {
      askedForAll++;
      callback.onComplete(null, null);
    }
  }

  private static ConsumerRecords<byte[], byte[]> readTo(TopicPartition partition, long next) {
    return new ConsumerRecords<>(Map.of(), Map.of(partition, new OffsetAndMetadata(next)));
  }

  @Test
  void partitionThatWasTakenOver_isNotCommitted() {
    commits.note(readTo(TAKEN, 7));
    consumer.assign(Set.of(KEPT));

    commits.commit();
    commits.note(readTo(KEPT, 3));
    commits.commit();

    assertThat(consumer.asked).containsExactly(Map.of(KEPT, new OffsetAndMetadata(3)));
  }

  @Test
  void partitionThatCameBack_isCommittedWhenItIsReadOnAgain() {
    commits.note(readTo(TAKEN, 7));
    consumer.assign(Set.of(KEPT));
    commits.note(ConsumerRecords.empty());
    consumer.assign(Set.of(KEPT, TAKEN));

    commits.commit();
    commits.note(readTo(TAKEN, 9));
    commits.commit();

    assertThat(consumer.asked).containsExactly(Map.of(TAKEN, new OffsetAndMetadata(9)));
  }

  @Test
  void whatWasRead_isDueAfterAWhile_andNotAgainWhenTheBrokerHasIt() {
    Duration longest = Duration.ofDays(1);
    assertThat(commits.untilDue(longest)).isEqualTo(longest);
    commits.note(readTo(KEPT, 3));
    assertThat(commits.untilDue(longest)).isEqualTo(Duration.ofMillis(250));
    nanos.addAndGet(Duration.ofMillis(300).toNanos());
    assertThat(commits.untilDue(longest)).isZero();

    commits.commit();

    assertThat(commits.untilDue(longest)).isEqualTo(longest);
  }

  @Test
  void allPartitions_areCommittedOnceAnHour() {
    for (long next = 1; next <= 150; next++) {
      nanos.addAndGet(Duration.ofMinutes(1).toNanos());
      commits.note(readTo(KEPT, next));
      commits.commit();
    }

    assertThat(consumer.askedForAll).isEqualTo(2);
    assertThat(consumer.asked).hasSize(148);
  }
}
