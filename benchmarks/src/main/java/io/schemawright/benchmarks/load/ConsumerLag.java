package io.schemawright.benchmarks.load;

import io.schemawright.local.Stack;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** How far the consumer groups of a stack are behind. Thread-safe. */
public final class ConsumerLag implements AutoCloseable {
  private static final long BETWEEN_LOOKS_MILLIS = 200;

  private final Admin admin;

  /** Asks the broker of that stack. */
  public ConsumerLag(Stack stack) {
    this.admin = Admin.create(stack.kafkaEndpoints().adminProperties());
  }

  /** The records that each group has not committed yet. */
  public Map<String, Double> byGroup() throws InterruptedException, ExecutionException {
    Map<String, Map<TopicPartition, OffsetAndMetadata>> committed = new TreeMap<>();
    for (GroupListing group : admin.listGroups().all().get()) {
      committed.put(
          group.groupId(),
          admin.listConsumerGroupOffsets(group.groupId()).partitionsToOffsetAndMetadata().get());
    }
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    committed
        .values()
        .forEach(offsets -> offsets.keySet().forEach(each -> asked.put(each, OffsetSpec.latest())));
    Map<TopicPartition, Long> ends =
        admin.listOffsets(asked).all().get().entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, end -> end.getValue().offset()));
    Map<String, Double> lag = new TreeMap<>();
    committed.forEach(
        (group, offsets) ->
            lag.put(
                group,
                offsets.entrySet().stream()
                    .mapToDouble(
                        each ->
                            Math.max(
                                0, ends.getOrDefault(each.getKey(), 0L) - each.getValue().offset()))
                    .sum()));
    return lag;
  }

  /**
   * Waits until nobody is behind, or for so long.
   *
   * @return how many records all of them together are behind then
   */
  public double awaitNone(Duration longest) throws InterruptedException, ExecutionException {
    long end = System.nanoTime() + longest.toNanos();
    while (true) {
      double behind = byGroup().values().stream().mapToDouble(Double::doubleValue).sum();
      if (behind == 0 || System.nanoTime() >= end) {
        return behind;
      }
      TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS_MILLIS);
    }
  }

  @Override
  public void close() {
    admin.close();
  }
}
