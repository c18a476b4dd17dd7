package io.schemawright.policy.record;

import io.schemawright.event.DecisionMade;
import io.schemawright.event.Envelope;
import io.schemawright.event.Event;
import io.schemawright.event.EventType;
import io.schemawright.event.ReviewGiven;
import io.schemawright.event.ReviewOverdue;
import io.schemawright.messaging.EventCodec;
import io.schemawright.messaging.EventHandler;
import io.schemawright.messaging.Topic;
import io.schemawright.outbox.Transaction;
import java.time.Duration;
import java.util.List;

/** Records every decision and every review in policy's database, for queries and audit. */
public final class Recorder extends EventHandler {

  /** What is recorded. */
  public static final List<Topic> SOURCES = List.of(Topic.DECISIONS, Topic.REVIEWS);

  /** A recorder of what {@code codec} decodes. */
  public Recorder(EventCodec codec) {
    super(codec);
  }

  /** Those who decide do not wait for it. */
  @Override
  public Duration patience() {
    return Duration.ofMillis(100);
  }

  @Override
  public void handle(Transaction transaction, Envelope<Event> envelope) {
    if (envelope.event() instanceof DecisionMade) {
      Decisions.insert(transaction.handle(), envelope.as(DecisionMade.class));
    } else if (envelope.event() instanceof ReviewGiven) {
      ReviewRows.insert(transaction.handle(), envelope.as(ReviewGiven.class));
    } else if (!(envelope.event() instanceof ReviewOverdue)) { // That decides nothing.
      throw new IllegalArgumentException(
          "nothing to record of a " + EventType.of(envelope.event()).typeName());
    }
  }
}
