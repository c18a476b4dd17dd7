package io.schemawright.executor;

import io.schemawright.embedded.Infrastructure;
import io.schemawright.embedded.PostgresServer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** The executor as an operator starts it: a process of its own, which can be killed. */
final class ExecutorProcess implements AutoCloseable {
  private final Process process;

  private ExecutorProcess(Process process) {
    this.process = process;
  }

  /**
   * Starts it.
   *
   * @param lease after which another takes over what a killed one has left
   */
  static ExecutorProcess start(
      PostgresServer.Database own,
      String targetName,
      PostgresServer.Database target,
      Duration lease)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            ExecutorMain.class.getName());
    Map<String, Object> kafka = Infrastructure.kafka().clientProperties("executor");
    String prefix = "SCHEMAWRIGHT_TARGET_" + targetName.toUpperCase(Locale.ROOT) + "_";
    builder
        .environment()
        .putAll(
            Map.ofEntries(
                Map.entry(
                    "SCHEMAWRIGHT_KAFKA_BOOTSTRAP_SERVERS",
                    String.valueOf(kafka.get("bootstrap.servers"))),
                Map.entry("SCHEMAWRIGHT_KAFKA_USERNAME", "executor"),
                Map.entry(
                    "SCHEMAWRIGHT_KAFKA_PASSWORD",
                    Objects.requireNonNull(Infrastructure.kafka().users().get("executor"))),
                Map.entry("SCHEMAWRIGHT_DATABASE_URL", own.url()),
                Map.entry("SCHEMAWRIGHT_DATABASE_USERNAME", own.role()),
                Map.entry("SCHEMAWRIGHT_DATABASE_PASSWORD", own.password()),
                Map.entry("SCHEMAWRIGHT_TARGETS", targetName),
                Map.entry(prefix + "URL", target.url()),
                Map.entry(prefix + "USERNAME", target.role()),
                Map.entry(prefix + "PASSWORD", target.password()),
                Map.entry("SCHEMAWRIGHT_CATALOG_INTERVAL", "PT1S"),
                Map.entry("SCHEMAWRIGHT_LEASE", lease.toString()),
                Map.entry("SCHEMAWRIGHT_WORKERS", "10"),
                Map.entry("SCHEMAWRIGHT_DATABASE_POOL_SIZE", "18"),
                Map.entry("SCHEMAWRIGHT_HTTP_PORT", "0"),
                Map.entry("SCHEMAWRIGHT_STOP_WITH_STDIN", "true")));
    builder
        .redirectErrorStream(true)
        .redirectOutput(
            ProcessBuilder.Redirect.appendTo(new File("target", "executor-process.log")));
    return new ExecutorProcess(builder.start());
  }

  /** kill -9. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
