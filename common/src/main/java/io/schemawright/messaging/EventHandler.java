package io.schemawright.messaging;

import io.schemawright.event.Envelope;
import io.schemawright.event.Event;
import io.schemawright.event.TraceParent;
import io.schemawright.outbox.Transaction;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Handles events, each once however often it is delivered. */
public abstract class EventHandler implements RecordHandler<Envelope<Event>> {
  private final EventCodec codec;

  /** A handler of what {@code codec} decodes. */
  protected EventHandler(EventCodec codec) {
    this.codec = codec;
  }

  @Override
  public final Envelope<Event> read(ConsumerRecord<byte[], byte[]> record) {
    return codec.decode(record.key(), record.headers(), record.value());
  }

  @Override
  public final Optional<String> eventId(Envelope<Event> envelope) {
    return Optional.of(envelope.id().value());
  }

  @Override
  public final TraceParent trace(Envelope<Event> envelope) {
    return envelope.trace();
  }

  @Override
  public abstract void handle(Transaction transaction, Envelope<Event> envelope);
}
