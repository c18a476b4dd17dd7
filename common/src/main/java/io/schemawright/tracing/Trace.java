package io.schemawright.tracing;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.schemawright.event.TraceParent;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The spans of this process, within the traces that events carry.
 *
 * <p>Where no exporter is set (see {@link TraceExport}) nothing is recorded, and a trace goes
 * through unchanged. What tracing systems add in {@code tracestate} goes with it; baggage does not,
 * for it may hold anything and events are kept. Thread-safe; the span that is current belongs to
 * its thread.
 */
public final class Trace {
  private static final String NAME = "io.schemawright";
  private static final TextMapPropagator W3C = W3CTraceContextPropagator.getInstance();
  private static final TextMapGetter<Map<String, String>> GETTER =
      new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Map<String, String> headers) {
          return headers.keySet();
        }

        @Override
        public @Nullable String get(@Nullable Map<String, String> headers, String name) {
          return headers == null ? null : headers.get(name);
        }
      };

  private Trace() {}

  /** What a span stands for; its end is the span's. */
  @FunctionalInterface
  public interface Work<T, X extends Exception> {
    T run() throws X;
  }

  /** The beginning of a new trace, for a message that came without one. */
  public static TraceParent begin(String name) {
    Span span = builder(name, SpanKind.PRODUCER).setNoParent().startSpan();
    span.end();
    return traceParent(span.getSpanContext(), TraceParent.random());
  }

  /** Where an event of that type is published because of {@code cause}: its own trace parent. */
  public static TraceParent publish(String type, TraceParent cause) {
    Span span = builder("publish " + type, SpanKind.PRODUCER).setParent(nearest(cause)).startSpan();
    span.end();
    return traceParent(span.getSpanContext(), cause);
  }

  /** The span in progress where it belongs to the trace of {@code cause}, else {@code cause}. */
  public static TraceParent current(TraceParent cause) {
    return traceParent(Span.fromContext(nearest(cause)).getSpanContext(), cause);
  }

  /**
   * Goes on with a trace that came from elsewhere.
   *
   * @param attributes tell which one it was; never a payload or a secret
   * @throws X what {@code work} throws, which marks the span as failed by the name of its class
   */
  public static <T, X extends Exception> T follow(
      TraceParent parent,
      SpanKind kind,
      String name,
      Map<String, String> attributes,
      Work<T, X> work)
      throws X {
    return run(builder(name, kind).setParent(remote(parent)), attributes, work);
  }

  /**
   * A part of the span in progress.
   *
   * @throws X what {@code work} throws, which marks the span as failed by the name of its class
   */
  public static <T, X extends Exception> T within(
      String name, Map<String, String> attributes, Work<T, X> work) throws X {
    return run(builder(name, SpanKind.INTERNAL), attributes, work);
  }

  private static <T, X extends Exception> T run(
      SpanBuilder builder, Map<String, String> attributes, Work<T, X> work) throws X {
    attributes.forEach(builder::setAttribute);
    Span span = builder.startSpan();
    Scope scope = span.makeCurrent();
    try {
      return work.run();
    } catch (Throwable e) {
      // Its message may quote rows.
      span.setStatus(StatusCode.ERROR, e.getClass().getName());
      throw e;
    } finally {
      scope.close();
      span.end();
    }
  }

  private static SpanBuilder builder(String name, SpanKind kind) {
    return GlobalOpenTelemetry.getTracer(NAME).spanBuilder(name).setSpanKind(kind);
  }

  private static Context nearest(TraceParent cause) {
    return Span.current().getSpanContext().getTraceId().equals(cause.traceId())
        ? Context.current()
        : remote(cause);
  }

  private static Context remote(TraceParent parent) {
    return W3C.extract(Context.root(), parent.headers(), GETTER);
  }

  private static TraceParent traceParent(SpanContext span, TraceParent otherwise) {
    Map<String, String> headers = new HashMap<>();
    W3C.inject(
        Context.root().with(Span.wrap(span)),
        headers,
        (into, name, value) -> into.put(name, value));
    return TraceParent.of(
            Optional.ofNullable(headers.get("traceparent")),
            Optional.ofNullable(headers.get("tracestate")))
        .orElse(otherwise);
  }
}
