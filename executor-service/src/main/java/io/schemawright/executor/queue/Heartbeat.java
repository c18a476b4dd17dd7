package io.schemawright.executor.queue;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.schemawright.database.Database;
import io.schemawright.service.Health;
import io.schemawright.service.Part;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the claims of this process for as long as it lives, and measures the queue. */
public final class Heartbeat implements Part {
  private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

  private final Database database;
  private final Supplier<? extends Collection<Claim>> held;
  private final Duration lease;
  private final ScheduledExecutorService beat;
  private volatile Executions.Waiting waiting = new Executions.Waiting(0, Duration.ZERO);
  private volatile Health health = Health.ok();

  /** Renews the claims that are {@code held} three times within each lease. */
  public Heartbeat(
      Database database,
      Supplier<? extends Collection<Claim>> held,
      Duration lease,
      MeterRegistry metrics) {
    this.database = database;
    this.held = held;
    this.lease = lease;
    Gauge.builder("schemawright.executions.queued", () -> waiting.depth())
        .description("Approved plans that wait to be run")
        .register(metrics);
    Gauge.builder("schemawright.executions.queue.age", () -> waiting.age().toMillis() / 1000.0)
        .description("How long the oldest waiting plan could have been run")
        .baseUnit("seconds")
        .register(metrics);
    this.beat =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "heartbeat");
              thread.setDaemon(true);
              return thread;
            });
    long period = Math.max(1, lease.toMillis() / 3);
    var unused = beat.scheduleWithFixedDelay(this::beat, period, period, TimeUnit.MILLISECONDS);
  }

  void beat() {
    try {
      waiting =
          database.inTransaction(
              handle -> {
                Collection<Claim> claims = List.copyOf(held.get());
                if (!claims.isEmpty()) {
                  Claims.renew(handle, claims, lease);
                }
                return Executions.waiting(handle);
              });
      health = Health.ok();
    } catch (RuntimeException e) {
      health = Health.notReady("cannot renew the claims: the database is away");
      LOG.atWarn()
          .addKeyValue("fault", e.toString())
          .log("cannot renew the claims; another instance takes them over when they run out");
    }
  }

  @Override
  public String name() {
    return "heartbeat";
  }

  @Override
  public Health check() {
    return health;
  }

  @Override
  public void close() {
    beat.shutdownNow();
  }
}
