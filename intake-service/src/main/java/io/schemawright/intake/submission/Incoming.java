package io.schemawright.intake.submission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.schemawright.event.TraceParent;
import io.schemawright.intake.request.Reading;
import io.schemawright.request.RequestId;
import java.time.Instant;
import java.util.Optional;

/**
 * A message on its way in.
 *
 * @param message as it came
 * @param reading what it says
 * @param givenId the id that came beside it, which weighs more than the one within
 * @param channel the way it came
 * @param sentAt when it was sent, the same however often it is delivered
 * @param trace the trace it belongs to
 */
public record Incoming(
    ObjectNode message,
    Reading reading,
    Optional<RequestId> givenId,
    Channel channel,
    Instant sentAt,
    TraceParent trace) {

  /** The ways in. */
  public enum Channel {
    TOPIC("topic"),
    REST("rest");

    private final String word;

    Channel(String word) {
      this.word = word;
    }

    /** As {@code Submission.channel} has it. */
    public String word() {
      return word;
    }
  }

  /** The id the requester gave, in whichever place. */
  Optional<RequestId> id() {
    return givenId.or(reading::statedId);
  }
}
