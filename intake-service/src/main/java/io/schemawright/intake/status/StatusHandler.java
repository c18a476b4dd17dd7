package io.schemawright.intake.status;

import io.schemawright.event.Envelope;
import io.schemawright.event.Event;
import io.schemawright.messaging.EventCodec;
import io.schemawright.messaging.EventHandler;
import io.schemawright.outbox.Transaction;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Keeps the read model up with what the services say. */
public final class StatusHandler extends EventHandler {
  private @Nullable Transaction open;
  private @Nullable ReadModel model;

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
    within(transaction).apply(envelope);
  }

  /** One for all events of a transaction; the reader has one transaction at a time. */
  private ReadModel within(Transaction transaction) {
    ReadModel current = model;
    if (current == null || transaction != open) {
      ReadModel begun = new ReadModel(transaction.handle());
      transaction.lastly(ending -> begun.write());
      open = transaction;
      model = begun;
      return begun;
    }
    return current;
  }
}
