package io.schemawright.intake.submission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.schemawright.change.Problem;
import io.schemawright.event.TraceParent;
import io.schemawright.intake.request.MessageText;
import io.schemawright.intake.request.Reading;
import io.schemawright.intake.request.RequestReader;
import io.schemawright.messaging.EventCodec;
import io.schemawright.messaging.RecordHandler;
import io.schemawright.messaging.UnreadableRecord;
import io.schemawright.outbox.Transaction;
import io.schemawright.request.RequestId;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Takes in what users write to {@code schema.requests}. */
public final class RequestsHandler implements RecordHandler<Incoming> {
  private static final long LATEST_MILLIS = Instant.parse("9999-01-01T00:00:00Z").toEpochMilli();

  private final RequestReader reader;
  private final Intake intake;

  /** A handler of what {@code reader} makes sense of. */
  public RequestsHandler(RequestReader reader, Intake intake) {
    this.reader = reader;
    this.intake = intake;
  }

  @Override
  public Incoming read(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null) {
      throw new UnreadableRecord("the message is empty, a request is a JSON object", null);
    }
    ObjectNode message;
    try {
      message = MessageText.object(record.value());
    } catch (MessageText.Unreadable e) {
      throw new UnreadableRecord(String.valueOf(e.getMessage()), e);
    }
    Reading reading = reader.read(message);
    Optional<RequestId> givenId = Optional.empty();
    Optional<String> header = EventCodec.text(record.headers(), "ce_id");
    if (header.isPresent()) {
      try {
        givenId = Optional.of(new RequestId(header.get()));
      } catch (IllegalArgumentException e) {
        reading = reading.with(new Problem("$", "the header ce_id is wrong: " + e.getMessage()));
      }
    }
    return new Incoming(
        message,
        reading,
        givenId,
        Incoming.Channel.TOPIC,
        // A user's clock may say anything; what it says is the same at every delivery.
        Instant.ofEpochMilli(Math.max(0, Math.min(record.timestamp(), LATEST_MILLIS))),
        EventCodec.trace(record.headers()));
  }

  /** Requests know themselves again, by their id and words. */
  @Override
  public Optional<String> eventId(Incoming incoming) {
    return Optional.empty();
  }

  @Override
  public TraceParent trace(Incoming incoming) {
    return incoming.trace();
  }

  @Override
  public void handle(Transaction transaction, Incoming incoming) {
    intake.take(transaction, incoming);
  }
}
