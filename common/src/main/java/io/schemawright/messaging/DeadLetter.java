package io.schemawright.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.schemawright.outbox.OutgoingRecord;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * A record on its way to the dead letter topic: the bytes as they came, the reason in headers. What
 * is too large for any topic is cut, and a header says how large it was: a record must not stop its
 * reader by being too bad to be put aside.
 */
public final class DeadLetter {
  /** What headers about the dead letter begin with; a user's own of that kind are left out. */
  static final String OURS = "dlq_";

  static final String KEY_BYTES = OURS + "key_bytes";
  static final String VALUE_BYTES = OURS + "value_bytes";

  private static final int LARGEST_HEADERS = 64 * 1024;
  private static final int LARGEST_KEY = 64 * 1024;
  private static final int LARGEST_REASON = 10_000;
  private static final int LARGEST_VALUE = KafkaClients.LARGEST_RECORD - 256 * 1024;

  private DeadLetter() {}

  /**
   * The dead letter for {@code record}.
   *
   * @param reader the consumer group or application that could not handle it
   * @param fault why; its message becomes the reason
   */
  public static OutgoingRecord of(
      ConsumerRecord<byte[], byte[]> record, String reader, Throwable fault) {
    Map<String, byte[]> headers = usersHeaders(record);
    headers.put("dlq_reason", reason(fault).getBytes(UTF_8));
    headers.put("dlq_exception", fault.getClass().getName().getBytes(UTF_8));
    headers.put("dlq_reader", reader.getBytes(UTF_8));
    headers.put("dlq_topic", record.topic().getBytes(UTF_8));
    headers.put("dlq_partition", Integer.toString(record.partition()).getBytes(UTF_8));
    headers.put("dlq_offset", Long.toString(record.offset()).getBytes(UTF_8));
    return new OutgoingRecord(
        record.topic() + ".dlq",
        cut(record.key(), LARGEST_KEY, KEY_BYTES, headers),
        headers,
        cut(record.value(), LARGEST_VALUE, VALUE_BYTES, headers));
  }

  /** Those that a dead letter has room for; a text column cannot hold a name with a NUL in it. */
  private static Map<String, byte[]> usersHeaders(ConsumerRecord<byte[], byte[]> record) {
    Map<String, byte[]> headers = new LinkedHashMap<>();
    int room = LARGEST_HEADERS;
    for (Header header : record.headers()) {
      if (header.key().startsWith(OURS)) {
        continue;
      }
      byte[] value = header.value() == null ? new byte[0] : header.value();
      room -= header.key().length() + value.length;
      if (room >= 0 && header.key().indexOf('\0') < 0) {
        headers.put(header.key(), value);
      }
    }
    return headers;
  }

  /** The beginning of what is too long to be kept; a header then says how long it was. */
  private static byte @Nullable [] cut(
      byte @Nullable [] bytes, int most, String header, Map<String, byte[]> headers) {
    if (bytes == null || bytes.length <= most) {
      return bytes;
    }
    headers.put(header, Integer.toString(bytes.length).getBytes(UTF_8));
    return Arrays.copyOf(bytes, most);
  }

  private static String reason(Throwable fault) {
    String message = fault.getMessage();
    String reason = message == null ? fault.getClass().getSimpleName() : message;
    return reason.length() <= LARGEST_REASON ? reason : reason.substring(0, LARGEST_REASON);
  }
}
