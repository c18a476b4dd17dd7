package io.schemawright.outbox;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka record to be.
 *
 * @param topic its topic
 * @param key its key, by which the partition and the outbox lane are chosen
 * @param headers in order
 * @param payload null is a tombstone
 */
@SuppressWarnings("ArrayRecordComponent") // Only carried from the codec to the database; never compared.
public record OutgoingRecord(
    String topic,
    byte @Nullable [] key,
    Map<String, byte[]> headers,
    byte @Nullable [] payload) {
  public OutgoingRecord {
    headers = new LinkedHashMap<>(headers);
  }

  /** Its size in bytes, near enough to hold against the broker's limit. */
  int size() {
    int size = (key == null ? 0 : key.length) + (payload == null ? 0 : payload.length);
    for (Map.Entry<String, byte[]> header : headers.entrySet()) {
      size += header.getKey().length() + header.getValue().length;
    }
    return size;
  }

  int lane(int lanes) {
    return Math.floorMod(Arrays.hashCode(key), lanes);
  }
}
