package io.schemawright.outbox;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A Kafka record to be. Immutable but for the arrays, which nobody changes. */
public final class OutgoingRecord {
  private final String topic;
  private final byte @Nullable [] key;
  private final Map<String, byte[]> headers;
  private final byte @Nullable [] payload;

  /**
   * A record.
   *
   * @param key chooses the partition and the outbox lane
   * @param headers in order
   * @param payload null is a tombstone
   */
  public OutgoingRecord(
      String topic, byte @Nullable [] key, Map<String, byte[]> headers, byte @Nullable [] payload) {
    this.topic = topic;
    this.key = key;
    this.headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    this.payload = payload;
  }

  /** The same with one more header, the last. */
  public OutgoingRecord withHeader(String name, String value) {
    Map<String, byte[]> more = new LinkedHashMap<>(headers);
    more.put(name, value.getBytes(StandardCharsets.UTF_8));
    return new OutgoingRecord(topic, key, more, payload);
  }

  /** The topic's name. */
  public String topic() {
    return topic;
  }

  /** The key, if it has one. */
  public byte @Nullable [] key() {
    return key;
  }

  /** The headers, in order. */
  public Map<String, byte[]> headers() {
    return headers;
  }

  /** The value; null is a tombstone. */
  public byte @Nullable [] payload() {
    return payload;
  }

  /** Its size in bytes, near enough to hold against the broker's limit. */
  int size() {
    int size = (key == null ? 0 : key.length) + (payload == null ? 0 : payload.length);
    for (Map.Entry<String, byte[]> header : headers.entrySet()) {
      size += header.getKey().length() + header.getValue().length;
    }
    return size;
  }

  /**
   * By the key up to its first slash, which is its target: what one transaction says of a target
   * leaves together, and in its order.
   */
  int lane(int lanes) {
    int hash = 1;
    for (int i = 0; key != null && i < key.length && key[i] != '/'; i++) {
      hash = 31 * hash + key[i];
    }
    return Math.floorMod(hash, lanes);
  }
}
