package io.schemawright.messaging;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * Sends everything about one target to one partition: the key up to its first slash decides.
 *
 * <p>Keys are a target's name, or begin with it and a slash ({@code orders/table/public.carts} on
 * {@code schema.catalog}), so that all topics of equal partition counts put a target in the same
 * partition. Used by every producer, Streams included. Thread-safe.
 */
public final class TargetPartitioner implements Partitioner {

  /** The partition of {@code key} among {@code partitions}. */
  public static int partition(byte @Nullable [] key, int partitions) {
    if (key == null) {
      return 0;
    }
    return Utils.toPositive(Utils.murmur2(upToSlash(key))) % partitions;
  }

  /** The partition of {@code key} among {@code partitions}. */
  public static int partition(String key, int partitions) {
    return partition(key.getBytes(StandardCharsets.UTF_8), partitions);
  }

  @Override
  public int partition(
      String topic,
      Object key,
      byte @Nullable [] keyBytes,
      Object value,
      byte @Nullable [] valueBytes,
      Cluster cluster) {
    return partition(keyBytes, cluster.partitionCountForTopic(topic));
  }

  private static byte[] upToSlash(byte[] key) {
    for (int i = 0; i < key.length; i++) {
      if (key[i] == '/') {
        return java.util.Arrays.copyOf(key, i);
      }
    }
    return key;
  }

  @Override
  public void configure(Map<String, ?> configs) {}

  @Override
  public void close() {}
}
