package io.schemawright.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.SerializationFeature;
import io.schemawright.messaging.EventCodec;
import io.schemawright.outbox.OutgoingRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Pins what stands on the topics. A golden file is never changed to make a test pass: what it says
 * was published. New fields and types get new lines ({@code -Dgolden.write=true} writes missing
 * files).
 */
final class GoldenFilesTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden");
  private static final EventCodec CODEC =
      new EventCodec("sample", Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC));
  private static final Cause CAUSE =
      new Cause(
          new EventId("cause-1"),
          new TraceParent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));

  static List<Event> events() {
    return Samples.events();
  }

  static Stream<Map.Entry<String, Object>> parts() {
    return Map.<String, Object>of(
        "plan", Samples.plan(),
        "step", Samples.plan().steps().get(0),
        "step-while-empty", Samples.stepWhileEmpty(),
        "finding", Samples.finding(),
        "effect", Samples.effect(),
        "catalog-object", Samples.catalogObject())
        .entrySet()
        .stream();
  }

  @ParameterizedTest
  @MethodSource("events")
  void event_writtenAndRead_isAsItEverWas(Event event) throws IOException {
    OutgoingRecord record = CODEC.encode(event, CAUSE);
    RecordHeaders headers = new RecordHeaders();
    record.headers().forEach(headers::add);
    String name = EventType.of(event).typeName();

    assertThat(headerLines(record))
        .isEqualTo(golden("event/" + name + ".headers", headerLines(record)));
    byte[] payload = record.payload();
    if (payload != null) {
      String golden = golden("event/" + name + ".json", pretty(event));
      assertThat(pretty(event)).isEqualTo(golden);
      payload = golden.getBytes(UTF_8);
    }
    Envelope<Event> read = CODEC.decode(record.key(), headers, payload);
    assertThat(read.event()).isEqualTo(event);
    assertThat(read.source()).isEqualTo("/schemawright/sample");
  }

  @ParameterizedTest
  @MethodSource("parts")
  void part_writtenAndRead_isAsItEverWas(Map.Entry<String, Object> part) throws IOException {
    String golden = golden("part/" + part.getKey() + ".json", pretty(part.getValue()));

    assertThat(pretty(part.getValue())).isEqualTo(golden);
    assertThat((Object) Json.mapper().readValue(golden, part.getValue().getClass()))
        .isEqualTo(part.getValue());
  }

  @Test
  void samples_holdEveryType() {
    assertThat(Samples.events())
        .extracting(EventType::of)
        .containsExactlyInAnyOrder(EventType.values());
  }

  /** The headers but for the span id, which is drawn by chance. */
  private static String headerLines(OutgoingRecord record) {
    return record.headers().entrySet().stream()
        .map(header -> header.getKey() + ": " + new String(header.getValue(), UTF_8))
        .map(
            line -> line.replaceFirst("(traceparent: 00-[0-9a-f]{32}-)[0-9a-f]{16}", "$1<span id>"))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static String pretty(Object value) throws IOException {
    return Json.mapper()
            .writer()
            .with(SerializationFeature.INDENT_OUTPUT)
            .writeValueAsString(value)
            .replace("\r\n", "\n")
        + "\n";
  }

  private static String golden(String name, String actual) throws IOException {
    Path file = GOLDEN.resolve(name);
    if (Boolean.getBoolean("golden.write") && !Files.exists(file)) {
      Files.createDirectories(GOLDEN.resolve(name).getParent());
      Files.writeString(file, actual);
    }
    return Files.readString(file);
  }
}
