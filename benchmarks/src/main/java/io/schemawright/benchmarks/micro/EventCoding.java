package io.schemawright.benchmarks.micro;

import io.schemawright.event.Cause;
import io.schemawright.event.Envelope;
import io.schemawright.event.Event;
import io.schemawright.event.EventId;
import io.schemawright.event.RequestAccepted;
import io.schemawright.event.TraceParent;
import io.schemawright.messaging.EventCodec;
import io.schemawright.outbox.OutgoingRecord;
import java.time.Clock;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A request to create a table becomes a record, and the record becomes an event again. */
@State(Scope.Benchmark)
public class EventCoding {
  private final EventCodec codec = new EventCodec("bench", Clock.systemUTC());
  private final Cause cause = new Cause(new EventId("bench-cause"), TraceParent.random());
  private final RequestAccepted event =
      new RequestAccepted(Requests.createTable("carts"), Requests.submission(), 1);

  /** Once there and back. */
  @Benchmark
  public Envelope<Event> encodeAndDecode() {
    OutgoingRecord record = codec.encode(event, cause);
    RecordHeaders headers = new RecordHeaders();
    record.headers().forEach(headers::add);
    return codec.decode(record.key(), headers, record.payload());
  }
}
