package io.schemawright.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Parts on this machine, in a temporary directory each. */
final class EmbeddedSource implements Infrastructure.Source {
  @Override
  public KafkaEndpoints startKafka() {
    Path directory = temporaryDirectory("kafka");
    EmbeddedKafka kafka =
        EmbeddedKafka.start(
            BrokerSettings.in(directory)
                .withUsers(Infrastructure.USERS, Infrastructure.superusers()));
    atTheEnd(kafka::close, directory);
    return kafka.endpoints(Infrastructure.SUPERUSER);
  }

  @Override
  public PostgresServer startPostgres() {
    Path directory = temporaryDirectory("postgres");
    PostgresCluster cluster =
        PostgresCluster.start(PostgresSettings.scratch(directory.resolve("data")));
    atTheEnd(cluster::close, directory);
    return cluster.server();
  }

  private static Path temporaryDirectory(String part) {
    try {
      return Files.createTempDirectory("schemawright-" + part);
    } catch (IOException e) {
      throw new UncheckedIOException("Could not create a temporary directory", e);
    }
  }

  private static void atTheEnd(Runnable close, Path directory) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  close.run();
                  try {
                    PostgresBinaries.deleteTree(directory);
                  } catch (IOException e) {
                    throw new UncheckedIOException("Could not delete " + directory, e);
                  }
                },
                "stop-infrastructure"));
  }
}
