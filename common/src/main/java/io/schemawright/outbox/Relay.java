package io.schemawright.outbox;

import java.util.ArrayList;
import java.util.List;
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
   * Sends the oldest rows of {@code lane} and deletes them, in the caller's transaction.
   *
   * @throws KafkaException if the broker did not take a record; the rows stay
   */
  Sent sendSome(Handle handle, int lane) {
    // A delete that a crash forgets only means that a record is sent again, under the same id.
    handle.execute("set local synchronous_commit = off");
    if (!OutboxRows.tryLock(handle, lane)) {
      return Sent.ANOTHER_IS_AT_IT;
    }
    List<OutboxRows.Row> rows = OutboxRows.oldest(handle, lane, BATCH);
    if (rows.isEmpty()) {
      return Sent.ALL;
    }
    send(rows);
    OutboxRows.delete(handle, rows);
    return rows.size() == BATCH ? Sent.MORE_WAIT : Sent.ALL;
  }

  private void send(List<OutboxRows.Row> rows) {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (OutboxRows.Row row : rows) {
      OutgoingRecord record = row.record();
      ProducerRecord<byte[], byte[]> out =
          new ProducerRecord<>(record.topic(), record.key(), record.payload());
      record.headers().forEach((name, value) -> out.headers().add(name, value));
      sent.add(producer.send(out));
    }
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
