package io.schemawright.tracing;

import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.schemawright.service.Health;
import io.schemawright.service.Part;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Sends the spans of this process to where OpenTelemetry's own environment variables say ({@code
 * OTEL_TRACES_EXPORTER=otlp}, {@code OTEL_EXPORTER_OTLP_ENDPOINT}, {@code OTEL_TRACES_SAMPLER} and
 * so on). Whether they arrive has no bearing on the service's health.
 */
public final class TraceExport implements Part {
  /** Metrics go to Prometheus and logs to standard output, unless somebody asks for more. */
  private static final Map<String, String> TRACES_ONLY =
      Map.of("otel.metrics.exporter", "none", "otel.logs.exporter", "none");

  private final OpenTelemetrySdk sdk;

  private TraceExport(OpenTelemetrySdk sdk) {
    this.sdk = sdk;
  }

  /**
   * Begins where {@code OTEL_TRACES_EXPORTER} names an exporter; else no span is recorded.
   *
   * @param service its name, such as {@code intake}
   * @throws io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException if a variable is wrong
   */
  public static Optional<TraceExport> start(String service, Map<String, String> environment) {
    String exporter = environment.getOrDefault("OTEL_TRACES_EXPORTER", "none");
    if (exporter.isBlank() || exporter.equals("none")) {
      return Optional.empty();
    }
    return Optional.of(
        new TraceExport(
            AutoConfiguredOpenTelemetrySdk.builder()
                .addPropertiesSupplier(() -> TRACES_ONLY)
                .addPropertiesSupplier(() -> Map.of("otel.service.name", "schemawright-" + service))
                .disableShutdownHook() // The other parts are closed first.
                .setResultAsGlobal()
                .build()
                .getOpenTelemetrySdk()));
  }

  @Override
  public String name() {
    return "traces";
  }

  @Override
  public Health check() {
    return Health.ok();
  }

  /** Sends what is left, for at most five seconds. */
  @Override
  public void close() {
    sdk.shutdown().join(5, TimeUnit.SECONDS);
  }
}
