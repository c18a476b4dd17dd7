package io.schemawright.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.schemawright.outbox.OutgoingRecord;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** A record on its way to the dead letter topic: the bytes as they came, the reason in headers. */
public final class DeadLetter {
  private DeadLetter() {}

  /**
   * The dead letter for {@code record}.
   *
   * @param reader the consumer group or application that could not handle it
   * @param fault why; its message becomes the reason
   */
  public static OutgoingRecord of(
      ConsumerRecord<byte[], byte[]> record, String reader, Throwable fault) {
    Map<String, byte[]> headers = new LinkedHashMap<>();
    for (Header header : record.headers()) {
      headers.put(header.key(), header.value() == null ? new byte[0] : header.value());
    }
    headers.put("dlq_reason", reason(fault).getBytes(UTF_8));
    headers.put("dlq_exception", fault.getClass().getName().getBytes(UTF_8));
    headers.put("dlq_reader", reader.getBytes(UTF_8));
    headers.put("dlq_topic", record.topic().getBytes(UTF_8));
    headers.put("dlq_partition", Integer.toString(record.partition()).getBytes(UTF_8));
    headers.put("dlq_offset", Long.toString(record.offset()).getBytes(UTF_8));
    return new OutgoingRecord(record.topic() + ".dlq", record.key(), headers, record.value());
  }

  private static String reason(Throwable fault) {
    String message = fault.getMessage();
    return message == null ? fault.getClass().getSimpleName() : message;
  }
}
