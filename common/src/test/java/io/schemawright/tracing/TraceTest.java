package io.schemawright.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.schemawright.event.TraceParent;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TraceTest {
  private static final TraceParent CAUSE =
      new TraceParent(
          "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
          "congo=t61rcWkgMzE,rojo=00f067aa0ba902b7");

  private final InMemorySpanExporter spans = InMemorySpanExporter.create();

  private void record() {
    GlobalOpenTelemetry.resetForTest(); // Whoever asked before has set one that does nothing.
    OpenTelemetrySdk.builder()
        .setTracerProvider(
            SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(spans)).build())
        .buildAndRegisterGlobal();
  }

  @AfterEach
  void forget() {
    GlobalOpenTelemetry.resetForTest();
  }

  private SpanData span(String name) {
    return spans.getFinishedSpanItems().stream()
        .filter(span -> span.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void publish_whereNothingIsRecorded_passesTheTraceOn() {
    TraceParent next =
        Trace.follow(
            CAUSE, SpanKind.CONSUMER, "process", Map.of(), () -> Trace.publish("event", CAUSE));

    assertThat(next).isEqualTo(CAUSE);
  }

  @Test
  void publish_withinAHop_isAChildOfIt() {
    record();

    TraceParent next =
        Trace.follow(
            CAUSE,
            SpanKind.CONSUMER,
            "process",
            Map.of(),
            () -> Trace.within("step", Map.of(), () -> Trace.publish("event", CAUSE)));

    assertThat(span("process").getParentSpanId()).isEqualTo(CAUSE.spanId());
    assertThat(span("step").getParentSpanId()).isEqualTo(span("process").getSpanId());
    assertThat(span("publish event").getParentSpanId()).isEqualTo(span("step").getSpanId());
    assertThat(next.traceId()).isEqualTo(CAUSE.traceId());
    assertThat(next.spanId()).isEqualTo(span("publish event").getSpanId());
    assertThat(next.flags()).isEqualTo("01");
    assertThat(next.state()).isEqualTo(CAUSE.state());
    assertThat(span("step").getSpanContext().getTraceState().get("rojo"))
        .isEqualTo("00f067aa0ba902b7");
  }

  @Test
  void publish_becauseOfAnotherTrace_staysInThatTrace() {
    record();
    TraceParent other = TraceParent.random();

    TraceParent next =
        Trace.follow(
            CAUSE, SpanKind.CONSUMER, "process", Map.of(), () -> Trace.publish("event", other));

    assertThat(next.traceId()).isEqualTo(other.traceId());
    assertThat(span("publish event").getParentSpanId()).isEqualTo(other.spanId());
  }

  @Test
  void begin_isARoot() {
    record();

    TraceParent root = Trace.begin("publish");

    assertThat(span("publish").getParentSpanContext().isValid()).isFalse();
    assertThat(root.spanId()).isEqualTo(span("publish").getSpanId());
  }

  @Test
  void within_failing_marksTheSpan_withoutTheMessage() {
    record();

    assertThatThrownBy(
            () ->
                Trace.within(
                    "step",
                    Map.of(),
                    () -> {
                      throw new IOException("row (secret)");
                    }))
        .isInstanceOf(IOException.class);

    assertThat(span("step").getStatus().getDescription()).isEqualTo("java.io.IOException");
    assertThat(span("step").getEvents()).isEmpty();
  }
}
