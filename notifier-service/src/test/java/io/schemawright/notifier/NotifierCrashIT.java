package io.schemawright.notifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.schemawright.embedded.Infrastructure;
import io.schemawright.embedded.PostgresServer;
import io.schemawright.messaging.KafkaSettings;
import io.schemawright.notifier.channel.Receiver;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real service in a process of its own, killed while the webhook's receiver hangs. */
class NotifierCrashIT {
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

  @Test
  void killedWhileTheReceiverHangs_deliversAfterTheRestartWithTheSameId(@TempDir Path directory)
      throws Exception {
    PostgresServer.Database database = Infrastructure.postgres().freshDatabase("notifier");
    try (Topics topics = new Topics();
        Receiver receiver = Receiver.start().willHang()) {
      Requests request = Requests.fresh();
      Process first = start(database, receiver, directory.resolve("first.log"));
      try {
        topics.publish(request.approved());
        topics.publish(request.succeeded());
        await()
            .atMost(LONG_ENOUGH)
            .until(
                () ->
                    receiver.deliveries().stream()
                        .anyMatch(d -> d.body().contains(request.id().value())));
      } finally {
        first.destroyForcibly().waitFor();
      }

      Process second = start(database, receiver, directory.resolve("second.log"));
      try {
        await().atMost(LONG_ENOUGH).until(() -> ids(receiver, request).count() == 2);
        await().atMost(LONG_ENOUGH).until(() -> !topics.completionsOf(request.id()).isEmpty());
      } finally {
        second.destroy();
        second.waitFor();
      }

      assertThat(ids(receiver, request).distinct()).hasSize(1);
      assertThat(topics.completionsOf(request.id()).stream().map(e -> e.id()).distinct())
          .hasSize(1)
          .first()
          .extracting(Object::toString)
          .isEqualTo(ids(receiver, request).findFirst().orElseThrow());
    }
  }

  private static Stream<String> ids(Receiver receiver, Requests request) {
    return receiver.deliveries().stream()
        .filter(delivery -> delivery.body().contains(request.id().value()))
        .map(Receiver.Delivery::id);
  }

  private static Process start(PostgresServer.Database database, Receiver receiver, Path log)
      throws IOException {
    KafkaSettings kafka = Topics.as("notifier");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-cp",
            System.getProperty("java.class.path"),
            NotifierMain.class.getName());
    Map<String, String> environment = builder.environment();
    environment.put("SCHEMAWRIGHT_KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
    environment.put("SCHEMAWRIGHT_KAFKA_USERNAME", "notifier");
    environment.put("SCHEMAWRIGHT_KAFKA_PASSWORD", kafka.password());
    environment.put("SCHEMAWRIGHT_DATABASE_URL", database.url());
    environment.put("SCHEMAWRIGHT_DATABASE_USERNAME", database.role());
    environment.put("SCHEMAWRIGHT_DATABASE_PASSWORD", database.password());
    environment.put("SCHEMAWRIGHT_HTTP_PORT", "0");
    environment.put("SCHEMAWRIGHT_STOP_WITH_STDIN", "true");
    environment.put("SCHEMAWRIGHT_WEBHOOK_URL", receiver.url());
    environment.put(
        "SCHEMAWRIGHT_WEBHOOK_SECRET", "whsec_" + Base64.getEncoder().encodeToString(new byte[32]));
    environment.put("SCHEMAWRIGHT_WEBHOOK_ALLOW_PRIVATE", "true");
    File output = log.toFile();
    return builder.redirectErrorStream(true).redirectOutput(output).start();
  }
}
