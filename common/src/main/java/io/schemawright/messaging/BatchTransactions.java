package io.schemawright.messaging;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.SpanKind;
import io.schemawright.outbox.Outbox;
import io.schemawright.outbox.Transaction;
import io.schemawright.tracing.Trace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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

  /**
   * Handles all of them, or, where the handler or the database throws, none. A record that cannot
   * be read goes to the dead letter topic.
   */
  void handle(List<ConsumerRecord<byte[], byte[]>> batch) {
    List<Item<T>> items = new ArrayList<>();
    Map<ConsumerRecord<byte[], byte[]>, UnreadableRecord> unreadable = new LinkedHashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : batch) {
      try {
        T content = handler.read(record);
        if (handler.matters(content)) {
          items.add(new Item<>(record.topic(), handler.eventId(content), content));
        }
      } catch (UnreadableRecord e) {
        unreadable.put(record, e);
      }
    }
    if (items.isEmpty() && unreadable.isEmpty()) {
      return;
    }
    outbox.transact(
        transaction -> {
          unreadable.forEach((record, fault) -> park(transaction, record, fault));
          Set<String> fresh =
              Inbox.takeIn(
                  transaction.handle(),
                  reader,
                  items.stream().flatMap(item -> item.eventId().stream()).toList());
          for (Item<T> item : items) {
            if (item.eventId().isPresent() && !fresh.remove(item.eventId().get())) {
              transaction.afterCommit(repeated::increment);
            } else {
              handle(transaction, item);
              transaction.afterCommit(handled::increment);
            }
          }
          return true;
        });
  }

  private record Item<T>(String topic, Optional<String> eventId, T content) {}

  private void handle(Transaction transaction, Item<T> item) {
    Trace.follow(
        handler.trace(item.content()),
        SpanKind.CONSUMER,
        "process " + item.topic(),
        Map.of("messaging.consumer.group.name", reader),
        () -> {
          handler.handle(transaction, item.content());
          return true;
        });
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
