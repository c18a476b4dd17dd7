package io.schemawright.messaging;

import io.schemawright.event.TraceParent;
import io.schemawright.outbox.Transaction;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What a reader does with the records of its topics.
 *
 * @param <T> what a record is read as
 */
public interface RecordHandler<T> {

  /**
   * Makes sense of a record, without effects.
   *
   * @throws UnreadableRecord if none can be made; the record is parked
   */
  T read(ConsumerRecord<byte[], byte[]> record);

  /**
   * The id by which a repeated record is known, so that it is taken in once; empty where the
   * handler itself tells repeated records.
   */
  Optional<String> eventId(T item);

  /** The trace that a record belongs to. */
  TraceParent trace(T item);

  /** Whether the record has anything to say here; one that has not costs no transaction. */
  default boolean matters(T item) {
    return true;
  }

  /**
   * Whether somebody waits for what comes of it. One for whom nobody does is taken in with the next
   * that is awaited, in one transaction, or after a quarter of a second.
   */
  default boolean isAwaited(T item) {
    return true;
  }

  /**
   * How long a record may wait for others to share its fetch and its transaction: not at all where
   * somebody waits for what comes of it.
   */
  default Duration patience() {
    return Duration.ZERO;
  }

  /**
   * Takes effect: writes to the database and publishes, all within {@code transaction}, which may
   * be rolled back and run again. A passing fault is waited out; anything else that is thrown parks
   * the record.
   */
  void handle(Transaction transaction, T item);
}
