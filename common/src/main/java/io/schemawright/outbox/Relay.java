package io.schemawright.outbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jdbi.v3.core.Handle;

/** Sends a lane of the outbox to the broker, in order. Thread-safe. */
public final class Relay implements AutoCloseable {
  private static final int BATCH = 200;

  /** What came of a look into a lane. */
  enum Sent {
    ALL,
    MORE_WAIT,
    ANOTHER_IS_AT_IT
  }

  private final Producer<byte[], byte[]> producer;

  /**
   * A relay over a producer that is idempotent and wants the word of all replicas; closed with it.
   */
  public Relay(Producer<byte[], byte[]> producer) {
    this.producer = producer;
  }

  /**
   * Deletes the oldest rows of {@code lane} and sends them, in the caller's transaction.
   *
   * @throws KafkaException if the broker did not take a record; the transaction must be rolled
   *     back, so that the rows stay
   */
  Sent sendSome(Handle handle, int lane) {
    Optional<List<OutgoingRecord>> records = OutboxRows.takeOldest(handle, lane, BATCH);
    records.ifPresent(this::send);
    return records
        .map(taken -> taken.size() == BATCH ? Sent.MORE_WAIT : Sent.ALL)
        .orElse(Sent.ANOTHER_IS_AT_IT);
  }

  private void send(List<OutgoingRecord> records) {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (OutgoingRecord record : records) {
      ProducerRecord<byte[], byte[]> out =
          new ProducerRecord<>(record.topic(), record.key(), record.payload());
      record.headers().forEach((name, value) -> out.headers().add(name, value));
      sent.add(producer.send(out));
    }
    producer.flush(); // All of them by one request, which nothing has sent before.
    for (Future<RecordMetadata> future : sent) {
      try {
        future.get();
      } catch (ExecutionException e) {
        throw new KafkaException("the broker did not take a record", e.getCause());
      } catch (InterruptedException e) {
        throw new InterruptException(e);
      }
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
