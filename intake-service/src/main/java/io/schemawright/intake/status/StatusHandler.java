package io.schemawright.intake.status;

import io.schemawright.event.Envelope;
import io.schemawright.event.Event;
import io.schemawright.messaging.EventCodec;
import io.schemawright.messaging.EventHandler;
import io.schemawright.outbox.Transaction;
import java.time.Duration;

/** Keeps the read model up with what the services say. */
public final class StatusHandler extends EventHandler {

  /** A handler of what {@code codec} decodes. */
  public StatusHandler(EventCodec codec) {
    super(codec);
  }

  /** The events of one change come within some 100 ms; nobody reads that fast. */
  @Override
  public Duration patience() {
    return Duration.ofMillis(100);
  }

  @Override
  public void handle(Transaction transaction, Envelope<Event> envelope) {
    transaction.unitOfWork(ReadModel.class, ReadModel::new, ReadModel::write).apply(envelope);
  }
}
