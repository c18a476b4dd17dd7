package io.schemawright.benchmarks.micro;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.schemawright.benchmarks.load.ChangeRequests;
import io.schemawright.event.Cause;
import io.schemawright.event.Envelope;
import io.schemawright.event.Event;
import io.schemawright.event.EventId;
import io.schemawright.event.Json;
import io.schemawright.event.RequestAccepted;
import io.schemawright.event.TraceParent;
import io.schemawright.messaging.EventCodec;
import io.schemawright.outbox.OutgoingRecord;
import io.schemawright.request.Identity;
import io.schemawright.request.SchemaRequest;
import io.schemawright.request.Submission;
import java.time.Clock;
import java.time.Instant;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A request to create a table becomes a record, and the record becomes an event again. */
@State(Scope.Benchmark)
public class EventCoding {
  private final EventCodec codec = new EventCodec("bench", Clock.systemUTC());
  private final Cause cause = new Cause(new EventId("bench-cause"), TraceParent.random());
  private final RequestAccepted event = new RequestAccepted(request("carts"), submission(), 1);

  /** Once there and back. */
  @Benchmark
  public Envelope<Event> encodeAndDecode() {
    OutgoingRecord record = codec.encode(event, cause);
    RecordHeaders headers = new RecordHeaders();
    record.headers().forEach(headers::add);
    return codec.decode(record.key(), headers, record.payload());
  }

  /** The request that creates this table, as intake hands it on. */
  static SchemaRequest request(String table) {
    try {
      ObjectNode json =
          (ObjectNode) Json.mapper().readTree(ChangeRequests.createTable("sandbox", table));
      return Json.mapper().treeToValue(json.put("requestId", table), SchemaRequest.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Our own request cannot be read", e);
    }
  }

  /** How such a request came in. */
  static Submission submission() {
    return new Submission(
        "canonical", "kafka", Instant.now(), "0".repeat(64), Identity.claimed("bench"));
  }
}
