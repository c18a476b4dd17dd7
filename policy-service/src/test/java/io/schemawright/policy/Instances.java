package io.schemawright.policy;

import io.schemawright.embedded.Infrastructure;
import io.schemawright.embedded.PostgresServer;
import io.schemawright.messaging.KafkaSettings;
import io.schemawright.policy.rehearsal.Scratch;
import io.schemawright.policy.rehearsal.ScratchSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

/** Instances of the real service, each in a process of its own, on one database of theirs. */
final class Instances {
  /** Targets that opted in to automatic approval: the same for all, as their topics are shared. */
  static final List<String> OPTED_IN = List.of(Stage.OPTED_IN, "north", "south", "east", "west");

  private final PostgresServer.Database database =
      Infrastructure.postgres().freshDatabase("policy");
  private final ScratchSettings scratch = Scratch.settings();
  private final Path directory;

  /** Instances that keep their state in {@code directory}. */
  Instances(Path directory) {
    this.directory = directory;
  }

  /**
   * Starts one.
   *
   * @param state what its state directory is called; whoever has that of another goes on from there
   * @param log what its log is called
   */
  Process start(String state, String log) throws IOException {
    KafkaSettings kafka = Topics.as("policy");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx160m",
            "-cp",
            System.getProperty("java.class.path"),
            PolicyMain.class.getName());
    Map<String, String> environment = builder.environment();
    environment.put("SCHEMAWRIGHT_KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
    environment.put("SCHEMAWRIGHT_KAFKA_USERNAME", "policy");
    environment.put("SCHEMAWRIGHT_KAFKA_PASSWORD", kafka.password());
    environment.put("SCHEMAWRIGHT_DATABASE_URL", database.url());
    environment.put("SCHEMAWRIGHT_DATABASE_USERNAME", database.role());
    environment.put("SCHEMAWRIGHT_DATABASE_PASSWORD", database.password());
    environment.put("SCHEMAWRIGHT_SCRATCH_URL", scratch.url());
    environment.put("SCHEMAWRIGHT_SCRATCH_USERNAME", scratch.username());
    environment.put("SCHEMAWRIGHT_SCRATCH_PASSWORD", scratch.password());
    environment.put("SCHEMAWRIGHT_SCRATCH_BUDGET", "PT4S");
    environment.put("SCHEMAWRIGHT_STATE_DIRECTORY", directory.resolve(state).toString());
    environment.put("SCHEMAWRIGHT_AUTO_APPROVE_TARGETS", String.join(",", OPTED_IN));
    environment.put("SCHEMAWRIGHT_HTTP_PORT", "0");
    environment.put("SCHEMAWRIGHT_STOP_WITH_STDIN", "true");
    return builder
        .redirectErrorStream(true)
        .redirectOutput(Path.of("target", "policy-it-" + log + ".log").toFile())
        .start();
  }

  /** The number that a query of their database gives. */
  long count(String query) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw new AssertionError("policy's database does not answer", e);
    }
  }
}
