package io.schemawright.messaging;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * A dead letter as it lies on its topic.
 *
 * @param letter what {@link DeadLetter} made
 * @param replay what became of it since, if anything; of several the last
 */
record ParkedRecord(ConsumerRecord<byte[], byte[]> letter, Optional<Replay> replay) {

  /**
   * A record was sent back to where it came from.
   *
   * @param offset that it has there now
   */
  record Replay(Instant at, int partition, long offset) {}

  /** Its place on the dead letter topic, by which it is called. */
  long number() {
    return letter.offset();
  }

  Instant at() {
    return Instant.ofEpochMilli(letter.timestamp());
  }

  /** The topic it was read from. */
  String topic() {
    return about("topic");
  }

  int partition() {
    return Integer.parseInt(about("partition"));
  }

  long offset() {
    return Long.parseLong(about("offset"));
  }

  String reader() {
    return about("reader");
  }

  String reason() {
    return about("reason");
  }

  String exception() {
    return about("exception");
  }

  private String about(String what) {
    return EventCodec.text(letter.headers(), DeadLetter.OURS + what).orElse("");
  }

  /** The headers it had when its reader gave it up. */
  List<Header> originalHeaders() {
    List<Header> headers = new ArrayList<>();
    for (Header header : letter.headers()) {
      if (!header.key().startsWith(DeadLetter.OURS)) {
        headers.add(header);
      }
    }
    return headers;
  }

  /** Whether the letter is all of the record: what was too large for any topic was cut. */
  boolean isWhole() {
    return letter.headers().lastHeader(DeadLetter.KEY_BYTES) == null
        && letter.headers().lastHeader(DeadLetter.VALUE_BYTES) == null;
  }
}
