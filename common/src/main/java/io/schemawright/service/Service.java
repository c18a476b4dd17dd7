package io.schemawright.service;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.schemawright.tracing.TraceExport;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * A running service: its parts in the order in which they were added, closed in reverse.
 *
 * <p>A service's {@code main} reads as its table of contents: {@code Service.run("intake", service
 * -> { … service.add(part) … })}. SIGTERM closes the parts; so does the end of standard input where
 * {@code SCHEMAWRIGHT_STOP_WITH_STDIN} is {@code true}, so that a service does not outlive a parent
 * that was killed. Either way the process ends: what parts have not finished after {@value
 * #SECONDS_TO_STOP} seconds is left as a kill would leave it, which every part is made for.
 */
public final class Service {
  /** More than a supervisor waits before it kills; for when there is none any more. */
  static final int SECONDS_TO_STOP = 60;

  private static final Logger LOG = LoggerFactory.getLogger(Service.class);
  private static final List<String> KAFKA_DETAILS = List.of("partition", "task.id", "node.id");

  private final String name;
  private final Deque<Part> parts = new ArrayDeque<>();
  private final PrometheusMeterRegistry metrics =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final CountDownLatch stop = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Duration timeToStop;
  private volatile String closing = "";

  private Service(String name, Duration timeToStop) {
    this.name = name;
    this.timeToStop = timeToStop;
  }

  /**
   * Starts the parts that {@code start} adds, and ends the process when the service has stopped:
   * with status 0, with 2 where the settings are wrong, and 1 where it cannot start or a part did
   * not close in time.
   */
  public static void run(String name, Consumer<Service> start) {
    run(name, start, Duration.ofSeconds(SECONDS_TO_STOP));
  }

  static void run(String name, Consumer<Service> start, Duration timeToStop) {
    // OpenTelemetry logs by java.util.logging; its lines are to look like all others.
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    Service service = new Service(name, timeToStop);
    try {
      service.startMetrics();
      TraceExport.start(name, System.getenv()).ifPresent(service::add);
      start.accept(service);
    } catch (InvalidSettings e) {
      System.err.println(e.getMessage());
      service.closeParts();
      System.exit(2);
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).addKeyValue("service", name).log("the service cannot start");
      service.closeParts();
      System.exit(1);
    }
    service.untilStopped();
  }

  /** Adds a part that has begun its work. */
  public <P extends Part> P add(P part) {
    synchronized (parts) {
      parts.push(part);
    }
    Gauge.builder("schemawright.part.ready", () -> part.check().ready() ? 1 : 0)
        .description("1 where a part of the service can do its work, 0 where it cannot")
        .tag("part", part.name())
        .register(metrics);
    return part;
  }

  /** The parts added so far, newest first. */
  public Collection<Part> parts() {
    synchronized (parts) {
      return List.copyOf(parts);
    }
  }

  /** How each part is now, by its name; at once, as {@link Part#check} is. */
  public Map<String, Health> health() {
    Map<String, Health> found = new TreeMap<>();
    parts().forEach(part -> found.put(part.name(), part.check()));
    return found;
  }

  /** The service's name: {@code intake}. */
  public String name() {
    return name;
  }

  /** Where the parts register their meters. */
  public PrometheusMeterRegistry metrics() {
    return metrics;
  }

  /** The settings of this process. */
  public Settings settings() {
    return Settings.from(System.getenv());
  }

  private void startMetrics() {
    metrics.config().commonTags("service", name);
    // One of each for every partition, task and broker: thousands.
    metrics
        .config()
        .meterFilter(
            MeterFilter.deny(
                id ->
                    id.getName().startsWith("kafka.")
                        && KAFKA_DETAILS.stream().anyMatch(tag -> id.getTag(tag) != null)));
    new ClassLoaderMetrics().bindTo(metrics);
    new JvmMemoryMetrics().bindTo(metrics);
    JvmGcMetrics collector = new JvmGcMetrics();
    collector.bindTo(metrics);
    add(
        new Part() {
          @Override
          public String name() {
            return "metrics";
          }

          @Override
          public Health check() {
            return Health.ok();
          }

          @Override
          public void close() {
            collector.close();
            metrics.close();
          }
        });
    new JvmThreadMetrics().bindTo(metrics);
    new ProcessorMetrics().bindTo(metrics);
    new UptimeMetrics().bindTo(metrics);
  }

  private void untilStopped() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::stopAndWait, "shutdown"));
    if ("true".equals(System.getenv("SCHEMAWRIGHT_STOP_WITH_STDIN"))) {
      Thread watcher = new Thread(this::stopWithStandardInput, "standard-input");
      watcher.setDaemon(true);
      watcher.start();
    }
    LOG.atInfo().addKeyValue("service", name).log("the service has started");
    try {
      stop.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Thread limit = new Thread(this::endAfterAll, "time-to-stop");
    limit.setDaemon(true);
    limit.start();
    closeParts();
    LOG.atInfo().addKeyValue("service", name).log("the service has stopped");
    stopped.countDown();
    // A thread that some library left behind must not keep the process.
    System.exit(0);
  }

  private void endAfterAll() {
    try {
      if (!stopped.await(timeToStop.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.atError()
            .addKeyValue("service", name)
            .addKeyValue("part", closing)
            .log("a part does not close, the service ends as if it were killed");
        Runtime.getRuntime().halt(1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void stopWithStandardInput() {
    try (InputStream input = System.in) {
      while (input.read() >= 0) {
        // Nothing that is said there matters, only its end.
      }
    } catch (IOException e) {
      LOG.atDebug().setCause(e).log("standard input has gone");
    }
    stop.countDown();
  }

  private void stopAndWait() {
    stop.countDown();
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void closeParts() {
    synchronized (parts) {
      while (!parts.isEmpty()) {
        Part part = parts.pop();
        closing = part.name();
        try {
          part.close();
        } catch (RuntimeException e) {
          LOG.atWarn().setCause(e).addKeyValue("part", part.name()).log("a part did not close");
        }
      }
    }
  }
}
