package io.schemawright.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.CloudEventDeserializer;
import io.schemawright.event.Cause;
import io.schemawright.event.Envelope;
import io.schemawright.event.Event;
import io.schemawright.event.EventId;
import io.schemawright.event.Samples;
import io.schemawright.event.TraceParent;
import io.schemawright.outbox.OutgoingRecord;
import java.time.Clock;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

final class EventCodecTest {
  private static final EventCodec CODEC = new EventCodec("policy", Clock.systemUTC());
  private static final Cause CAUSE =
      new Cause(
          new EventId("e-1"), new TraceParent(TraceParent.random().value(), "congo=t61rcWkgMzE"));

  private final Event event = Samples.events().get(0);
  private final OutgoingRecord record = CODEC.encode(event, CAUSE);

  @Test
  void encode_readByTheCloudEventsSdk_isACloudEvent() {
    try (CloudEventDeserializer sdk = new CloudEventDeserializer()) {
      CloudEvent read = sdk.deserialize(record.topic(), headers(), record.payload());

      assertThat(read.getId()).isEqualTo(text("ce_id"));
      assertThat(read.getType()).isEqualTo("schemawright.request.accepted");
      assertThat(read.getSource()).hasToString("/schemawright/policy");
      assertThat(read.getDataContentType()).isEqualTo("application/json");
      assertThat(read.getExtension("formatversion")).isEqualTo("1");
    }
  }

  @Test
  void encode_sameCauseTwice_hasOneId() {
    OutgoingRecord again = CODEC.encode(event, CAUSE);

    assertThat(again.headers().get("ce_id")).isEqualTo(record.headers().get("ce_id"));
  }

  @Test
  void encode_goesOnWithTheTraceOfItsCause() {
    assertThat(text("traceparent")).isEqualTo(CAUSE.trace().value());
    assertThat(text("tracestate")).isEqualTo("congo=t61rcWkgMzE");
    assertThat(decode(headers(), payload()).trace()).isEqualTo(CAUSE.trace());
  }

  @Test
  void decode_unknownType_isUnreadable() {
    Headers headers = headers();
    headers.remove("ce_type").add("ce_type", "schemawright.request.teleported".getBytes(UTF_8));

    assertThatThrownBy(() -> decode(headers, payload()))
        .isInstanceOf(UnreadableRecord.class)
        .hasMessageContaining("schemawright.request.teleported");
  }

  @Test
  void decode_newerFormat_isUnreadable() {
    Headers headers = headers();
    headers.remove("ce_formatversion").add("ce_formatversion", "2".getBytes(UTF_8));

    assertThatThrownBy(() -> decode(headers, payload()))
        .isInstanceOf(UnreadableRecord.class)
        .hasMessageContaining("format version 2");
  }

  @Test
  void decode_unknownField_isIgnored() {
    String json = new String(payload(), UTF_8).replaceFirst("\\{", "{\"colour\":\"blue\",");

    Envelope<Event> read = decode(headers(), json.getBytes(UTF_8));

    assertThat(read.event()).isEqualTo(event);
  }

  @Test
  void decode_unknownKindOfChange_isUnreadable() {
    String json = new String(payload(), UTF_8).replace("create-table", "teleport-table");

    assertThatThrownBy(() -> decode(headers(), json.getBytes(UTF_8)))
        .isInstanceOf(UnreadableRecord.class);
  }

  @Test
  void decode_withoutAttributes_isUnreadable() {
    assertThatThrownBy(() -> decode(new RecordHeaders(), payload()))
        .isInstanceOf(UnreadableRecord.class)
        .hasMessageContaining("ce_type");
  }

  private Envelope<Event> decode(Headers headers, byte[] value) {
    return CODEC.decode(record.key(), headers, value);
  }

  private byte[] payload() {
    byte[] payload = record.payload();
    assertThat(payload).isNotNull();
    return payload == null ? new byte[0] : payload;
  }

  private Headers headers() {
    RecordHeaders headers = new RecordHeaders();
    record.headers().forEach(headers::add);
    return headers;
  }

  private String text(String header) {
    return EventCodec.text(headers(), header).orElseThrow();
  }
}
