package io.schemawright.policy;

import io.schemawright.service.Settings;
import java.nio.file.Path;

/**
 * How the topology runs.
 *
 * @param stateDirectory where state stores are kept; each instance needs its own, and a lost one is
 *     restored from Kafka
 * @param threads how many targets are judged side by side
 * @param replicationFactor of the internal topics; -1 is the brokers' own
 * @param commitIntervalMillis how long decisions of a queue, and what leads to no decision, wait
 *     for others to share a transaction
 */
public record StreamsSettings(
    Path stateDirectory, int threads, int replicationFactor, int commitIntervalMillis) {

  /**
   * Reads {@code STATE_DIRECTORY}, {@code STREAM_THREADS}, {@code STREAMS_REPLICATION_FACTOR},
   * {@code COMMIT_INTERVAL_MILLIS}.
   */
  public static StreamsSettings from(Settings settings) {
    return new StreamsSettings(
        Path.of(settings.text("STATE_DIRECTORY")),
        settings.number("STREAM_THREADS", 1, 1, 64),
        settings.number("STREAMS_REPLICATION_FACTOR", -1, -1, 9),
        settings.number("COMMIT_INTERVAL_MILLIS", 100, 1, 1_000));
  }
}
