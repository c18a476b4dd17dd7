package io.schemawright.local;

import io.schemawright.embedded.KafkaEndpoints;
import io.schemawright.embedded.PostgresServer.Database;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The settings of each service, as environment variables without their common prefix.
 *
 * @param webhooks where notifier delivers to, if anywhere
 */
record ServiceEnvironment(
    KafkaEndpoints kafka, Databases databases, Optional<WebhookReceiver> webhooks) {
  private static final String PREFIX = "SCHEMAWRIGHT_";

  /**
   * Those of one instance.
   *
   * @param state a directory of this instance's own
   */
  Map<String, String> of(ServiceName service, int httpPort, Path state) {
    Map<String, String> settings = new HashMap<>();
    settings.put("KAFKA_BOOTSTRAP_SERVERS", kafka.services());
    settings.put("KAFKA_USERNAME", service.id());
    settings.put("KAFKA_PASSWORD", kafka.password(service.id()));
    put(settings, "DATABASE", databases.named(service.id()));
    settings.put("HTTP_PORT", Integer.toString(httpPort));
    settings.put("STOP_WITH_STDIN", "true");
    switch (service) {
      case INTAKE -> settings.put("DEFAULT_TARGET", databases.targets().get(0));
      case POLICY -> {
        put(settings, "SCRATCH", databases.scratch());
        settings.put("STATE_DIRECTORY", state.toString());
        settings.put(
            "AUTO_APPROVE_TARGETS",
            databases.targets().stream()
                .filter(target -> !Databases.isReviewed(target))
                .collect(Collectors.joining(",")));
      }
      case EXECUTOR -> targets(settings);
      case NOTIFIER ->
          webhooks.ifPresent(
              receiver -> {
                settings.put("WEBHOOK_URL", receiver.url().toString());
                settings.put("WEBHOOK_SECRET", receiver.secret());
                settings.put("WEBHOOK_ALLOW_PRIVATE", "true");
              });
    }
    Map<String, String> environment = new HashMap<>();
    settings.forEach((name, value) -> environment.put(PREFIX + name, value));
    return environment;
  }

  private void targets(Map<String, String> settings) {
    settings.put("TARGETS", String.join(",", databases.targets()));
    for (String target : databases.targets()) {
      String prefix = "TARGET_" + target.toUpperCase(Locale.ROOT);
      put(settings, prefix, databases.named(target));
      settings.put(
          prefix + "_ENVIRONMENT", Databases.isReviewed(target) ? "production" : "development");
      settings.put(prefix + "_LEDGER_KEY", databases.ledgerKeys().get(target));
    }
  }

  private static void put(Map<String, String> settings, String prefix, Database database) {
    settings.put(prefix + "_URL", database.url());
    settings.put(prefix + "_USERNAME", database.role());
    settings.put(prefix + "_PASSWORD", database.password());
  }
}
