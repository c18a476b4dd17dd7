package io.schemawright.messaging;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.SpanKind;
import io.schemawright.outbox.Outbox;
import io.schemawright.outbox.Transaction;
import io.schemawright.tracing.Trace;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles what a reader polled, a batch in one transaction, together with the ids by which repeated
 * events are known and the events that are owed in return. Used by the reader's thread.
 *
 * @param <T> what a record is read as
 */
final class BatchTransactions<T> {
  private static final Logger LOG = LoggerFactory.getLogger(BatchTransactions.class);

  private final String reader;
  private final Outbox outbox;
  private final RecordHandler<T> handler;
  private final Counter handled;
  private final Counter repeated;
  private final Counter parked;

  BatchTransactions(String reader, Outbox outbox, RecordHandler<T> handler, MeterRegistry metrics) {
    this.reader = reader;
    this.outbox = outbox;
    this.handler = handler;
    this.handled = counter(metrics, "handled", "Records taken in");
    this.repeated = counter(metrics, "repeated", "Records that had been taken in before");
    this.parked = counter(metrics, "dead.letters", "Records sent to the dead letter topic");
  }

  private Counter counter(MeterRegistry metrics, String name, String description) {
    return Counter.builder("schemawright.reader." + name)
        .description(description)
        .tag("reader", reader)
        .register(metrics);
  }

  /** Reads a record; empty where it has nothing to say here. */
  Optional<Arrival<T>> read(ConsumerRecord<byte[], byte[]> record) {
    try {
      T content = handler.read(record);
      return handler.matters(content)
          ? Optional.of(
              new Arrival.Item<>(
                  record, content, handler.eventId(content), handler.isAwaited(content)))
          : Optional.empty();
    } catch (RuntimeException fault) {
      return Optional.of(new Arrival.Rubbish<>(record, fault));
    }
  }

  /**
   * Takes in all of them, or, where the handler or the database throws, none. A record that cannot
   * be read goes to the dead letter topic.
   */
  void handle(List<Arrival<T>> batch) {
    if (batch.isEmpty()) {
      return;
    }
    outbox.transact(
        transaction -> {
          Set<String> fresh =
              Inbox.takeIn(
                  transaction.handle(),
                  reader,
                  batch.stream().flatMap(arrival -> arrival.eventId().stream()).toList());
          for (Arrival<T> arrival : batch) {
            if (arrival instanceof Arrival.Rubbish<T> rubbish) {
              park(transaction, rubbish.record(), rubbish.fault());
            } else if (arrival instanceof Arrival.Item<T> item) {
              takeIn(transaction, item, fresh);
            }
          }
          return true;
        });
  }

  private void takeIn(Transaction transaction, Arrival.Item<T> arrival, Set<String> freshIds) {
    Optional<String> id = arrival.eventId();
    if (id.isPresent() && !freshIds.remove(id.get())) {
      transaction.afterCommit(repeated::increment);
      return;
    }
    Trace.follow(
        handler.trace(arrival.content()),
        SpanKind.CONSUMER,
        "process " + arrival.record().topic(),
        Map.of("messaging.consumer.group.name", reader),
        () -> {
          handler.handle(transaction, arrival.content());
          return true;
        });
    transaction.afterCommit(handled::increment);
  }

  /** Sends a record that cannot be handled to the dead letter topic. */
  void park(ConsumerRecord<byte[], byte[]> record, RuntimeException fault) {
    outbox.transact(transaction -> park(transaction, record, fault));
  }

  private boolean park(
      Transaction transaction, ConsumerRecord<byte[], byte[]> record, RuntimeException fault) {
    transaction.afterCommit(parked::increment);
    LOG.atWarn()
        .setCause(fault instanceof UnreadableRecord ? null : fault)
        .addKeyValue("reader", reader)
        .addKeyValue("topic", record.topic())
        .addKeyValue("partition", record.partition())
        .addKeyValue("offset", record.offset())
        .addKeyValue("reason", fault.getMessage())
        .log("record sent to the dead letter topic");
    transaction.publish(DeadLetter.of(record, reader, fault));
    return true;
  }
}
