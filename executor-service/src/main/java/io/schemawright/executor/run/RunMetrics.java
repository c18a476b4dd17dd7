package io.schemawright.executor.run;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.schemawright.plan.StepMode;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** What is measured while plans run. Thread-safe. */
final class RunMetrics {
  private final Map<StepMode, Timer> ddl = new EnumMap<>(StepMode.class);
  private final Counter rows;
  private final Counter lockWaits;

  RunMetrics(MeterRegistry metrics) {
    for (StepMode mode : StepMode.values()) {
      ddl.put(
          mode,
          Timer.builder("schemawright.ddl")
              .description("How long a step's statements took on the target")
              .tag("mode", mode.name().toLowerCase(Locale.ROOT))
              .publishPercentileHistogram()
              .register(metrics));
    }
    rows =
        Counter.builder("schemawright.backfill.rows")
            .description("Rows that backfills have changed")
            .register(metrics);
    lockWaits =
        Counter.builder("schemawright.lock.waits")
            .description("Attempts that ended because somebody else held a lock")
            .register(metrics);
  }

  /** The statements of a step, or of one batch of it, took so long. */
  void ran(StepMode mode, long nanos) {
    Objects.requireNonNull(ddl.get(mode)).record(nanos, TimeUnit.NANOSECONDS);
  }

  void backfilled(long changed) {
    rows.increment((double) changed);
  }

  void waitedForLock() {
    lockWaits.increment();
  }
}
