package io.schemawright.executor;

import io.schemawright.database.DatabaseSettings;
import io.schemawright.executor.target.TargetSettings;
import io.schemawright.messaging.KafkaSettings;
import io.schemawright.service.Settings;
import java.time.Duration;
import java.util.List;

/**
 * What the executor needs to know.
 *
 * @param workers how many plans run at once in this process
 * @param lease how long a claim outlives its process
 * @param lockBudget how long a change may go on being kept off by others' locks
 * @param awayBudget how long a change waits for a target that is away
 * @param catalogInterval how often each target is looked at
 */
public record ExecutorSettings(
    KafkaSettings kafka,
    DatabaseSettings database,
    int httpPort,
    List<TargetSettings> targets,
    int workers,
    Duration lease,
    Duration lockBudget,
    Duration awayBudget,
    Duration catalogInterval) {
  /** The regular look, who listens for its reason, the measuring and who looks for blockers. */
  private static final int SPARE_CONNECTIONS = 5;

  /**
   * Reads them.
   *
   * @throws io.schemawright.service.InvalidSettings with every problem at once
   */
  static ExecutorSettings from(Settings settings) {
    ExecutorSettings read =
        new ExecutorSettings(
            KafkaSettings.from(settings),
            DatabaseSettings.from(settings),
            settings.port("HTTP_PORT", 8082),
            TargetSettings.from(settings),
            workers(settings),
            settings.duration("LEASE", Duration.ofSeconds(10)),
            settings.duration("LOCK_BUDGET", Duration.ofMinutes(10)),
            settings.duration("TARGET_BUDGET", Duration.ofHours(1)),
            settings.duration("CATALOG_INTERVAL", Duration.ofSeconds(30)));
    settings.complete();
    return read;
  }

  private static int workers(Settings settings) {
    return settings.number("WORKERS", 4, 1, 64);
  }

  /** The most connections that one process opens to each target. */
  public static int connectionsToEachTarget(Settings settings) {
    return workers(settings) + SPARE_CONNECTIONS;
  }

  /** The most connections that this process opens to each target. */
  int connectionsToEachTarget() {
    return workers + SPARE_CONNECTIONS;
  }
}
