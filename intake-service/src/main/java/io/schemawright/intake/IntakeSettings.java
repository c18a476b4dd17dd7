package io.schemawright.intake;

import io.schemawright.database.DatabaseSettings;
import io.schemawright.intake.http.BacklogLimit;
import io.schemawright.messaging.KafkaSettings;
import io.schemawright.service.Settings;
import java.time.Duration;

/**
 * What intake is told.
 *
 * @param kafka the brokers
 * @param database its own database
 * @param httpPort where REST, health and metrics are
 * @param defaultTarget the target of requests that name none
 * @param backlog how far Kafka may be behind before REST says to come back later
 */
public record IntakeSettings(
    KafkaSettings kafka,
    DatabaseSettings database,
    int httpPort,
    String defaultTarget,
    BacklogLimit backlog) {

  /**
   * Reads them.
   *
   * @throws io.schemawright.service.InvalidSettings if any is missing or wrong; names all of them
   */
  public static IntakeSettings from(Settings settings) {
    IntakeSettings intake =
        new IntakeSettings(
            KafkaSettings.from(settings),
            DatabaseSettings.from(settings),
            settings.port("HTTP_PORT", 8080),
            settings.text("DEFAULT_TARGET"),
            new BacklogLimit(
                settings.number("BACKLOG_LIMIT", 10_000, 1, Integer.MAX_VALUE),
                settings.duration("BACKLOG_AGE_LIMIT", Duration.ofSeconds(30))));
    settings.complete();
    return intake;
  }
}
