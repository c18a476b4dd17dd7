package io.schemawright.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.schemawright.event.ChangeCompleted;
import io.schemawright.event.ChangeCompleted.Outcome;
import io.schemawright.event.TraceParent;
import io.schemawright.messaging.EventCodec;
import io.schemawright.messaging.Topic;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The spans of one request, as a collector gets them from the four services. */
final class TracingIT {

  @Test
  void request_isOneTrace_fromPublishToNotification(@TempDir Path directory) throws IOException {
    TraceParent sender = new TraceParent(TraceParent.random().value(), "congo=t61rcWkgMzE");
    try (TraceReceiver receiver = new TraceReceiver();
        Stack stack = new Stack(settings(directory, receiver))) {
      stack.start();
      try (Pipeline pipeline = new Pipeline(stack)) {
        ProducerRecord<byte[], byte[]> record =
            new ProducerRecord<>(
                "schema.requests", Pipeline.createTable("sandbox", "traced").getBytes(UTF_8));
        record.headers().add("ce_id", "traced".getBytes(UTF_8));
        sender
            .headers()
            .forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
        record.headers().add("baggage", "who=ada".getBytes(UTF_8));
        pipeline.publish(record);

        ChangeCompleted completed = pipeline.awaitCompleted("traced");

        assertThat(completed.outcome()).isEqualTo(Outcome.COMPLETED);
        await()
            .atMost(Pipeline.PATIENCE)
            .untilAsserted(() -> assertWhole(receiver.of(sender.traceId()), sender));
        assertThat(receiver.of(sender.traceId()))
            .extracting(TraceReceiver.Seen::state)
            .containsOnly(sender.state());
        for (Topic topic :
            List.of(Topic.ACCEPTED, Topic.DECISIONS, Topic.EXECUTIONS, Topic.NOTIFICATIONS)) {
          assertThat(pipeline.everythingOn(topic.topicName()))
              .filteredOn(
                  sent -> EventCodec.trace(sent.headers()).traceId().equals(sender.traceId()))
              .as(topic.topicName())
              .isNotEmpty()
              .allSatisfy(
                  sent -> {
                    assertThat(EventCodec.text(sent.headers(), "tracestate"))
                        .contains(sender.state());
                    assertThat(EventCodec.text(sent.headers(), "baggage")).isEmpty();
                  });
        }
      }
    }
  }

  private static StackSettings settings(Path directory, TraceReceiver receiver) {
    StackSettings settings = TestStacks.settings(directory);
    for (ServiceName service : ServiceName.values()) {
      settings =
          settings
              .withEnvironment(service, "OTEL_TRACES_EXPORTER", "otlp")
              .withEnvironment(service, "OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")
              .withEnvironment(service, "OTEL_EXPORTER_OTLP_ENDPOINT", receiver.endpoint())
              .withEnvironment(service, "OTEL_BSP_SCHEDULE_DELAY", "200");
    }
    return settings;
  }

  /** Every hop is there, and every span but the sender's has its parent in the trace. */
  private static void assertWhole(List<TraceReceiver.Seen> spans, TraceParent sender) {
    assertThat(spans)
        .extracting(span -> span.service() + ": " + span.name())
        .contains(
            "schemawright-intake: process schema.requests",
            "schemawright-intake: publish schemawright.request.accepted",
            "schemawright-policy: process schema.requests.accepted",
            "schemawright-policy: rehearsal",
            "schemawright-policy: publish schemawright.decision.made",
            "schemawright-executor: process schema.decisions",
            "schemawright-executor: execution",
            "schemawright-executor: step transactional",
            "schemawright-executor: publish schemawright.execution.succeeded",
            "schemawright-notifier: process schema.executions",
            "schemawright-notifier: publish schemawright.change.completed",
            "schemawright-notifier: deliver webhook");
    Set<String> ids =
        spans.stream().map(TraceReceiver.Seen::id).collect(Collectors.toCollection(HashSet::new));
    ids.add(sender.spanId());
    assertThat(spans).allMatch(span -> ids.contains(span.parent()));
  }
}
