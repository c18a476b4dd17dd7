package io.schemawright.messaging;

import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A record that has come and is to be taken in.
 *
 * @param <T> what a record is read as
 */
sealed interface Arrival<T> {
  ConsumerRecord<byte[], byte[]> record();

  /** The id by which a repeated one is known. */
  Optional<String> eventId();

  /** Whether somebody waits for what comes of it. */
  boolean isAwaited();

  /** One that has something to say. */
  record Item<T>(
      ConsumerRecord<byte[], byte[]> record, T content, Optional<String> eventId, boolean isAwaited)
      implements Arrival<T> {}

  /** One that goes to the dead letter topic, and why. */
  record Rubbish<T>(ConsumerRecord<byte[], byte[]> record, RuntimeException fault)
      implements Arrival<T> {
    @Override
    public Optional<String> eventId() {
      return Optional.empty();
    }

    @Override
    public boolean isAwaited() {
      return true;
    }
  }
}
