package io.schemawright.notifier;

import io.schemawright.database.DatabaseSettings;
import io.schemawright.messaging.KafkaSettings;
import io.schemawright.notifier.channel.Channel;
import io.schemawright.notifier.channel.Channels;
import io.schemawright.service.Settings;
import java.util.List;

/**
 * What the notifier is told by its environment; the table in the README explains each setting.
 *
 * @param channels those that are configured, not yet at work
 */
record NotifierSettings(
    KafkaSettings kafka, DatabaseSettings database, int httpPort, List<Channel> channels) {

  /**
   * Reads all settings.
   *
   * @throws io.schemawright.service.InvalidSettings naming every problem
   */
  static NotifierSettings from(Settings settings) {
    NotifierSettings read =
        new NotifierSettings(
            KafkaSettings.from(settings),
            DatabaseSettings.from(settings),
            settings.port("HTTP_PORT", 8083),
            Channels.open(settings));
    settings.complete();
    return read;
  }
}
