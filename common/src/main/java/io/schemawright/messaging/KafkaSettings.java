package io.schemawright.messaging;

import io.schemawright.service.Settings;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SaslConfigs;

/**
 * Where the brokers are and as whom a service logs in.
 *
 * @param bootstrapServers {@code host:port}, separated by commas
 * @param username the SCRAM user; empty for a listener without authentication
 * @param password its password
 * @param securityProtocol {@code SASL_PLAINTEXT}, or {@code SASL_SSL} where the way is not trusted
 */
public record KafkaSettings(
    String bootstrapServers, Optional<String> username, String password, String securityProtocol) {

  /**
   * Reads {@code KAFKA_BOOTSTRAP_SERVERS}, {@code KAFKA_USERNAME}, {@code KAFKA_PASSWORD}, {@code
   * KAFKA_SECURITY_PROTOCOL}.
   */
  public static KafkaSettings from(Settings settings) {
    return new KafkaSettings(
        settings.text("KAFKA_BOOTSTRAP_SERVERS"),
        settings.optional("KAFKA_USERNAME"),
        settings.text("KAFKA_PASSWORD", ""),
        settings.text("KAFKA_SECURITY_PROTOCOL", "SASL_PLAINTEXT"));
  }

  /** What every Kafka client needs to connect; a new map that the caller may add to. */
  public Map<String, Object> clientProperties() {
    Map<String, Object> properties = new HashMap<>();
    properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    username.ifPresent(
        user -> {
          properties.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, securityProtocol);
          properties.put(SaslConfigs.SASL_MECHANISM, "SCRAM-SHA-512");
          properties.put(
              SaslConfigs.SASL_JAAS_CONFIG,
              "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";"
                  .formatted(escaped(user), escaped(password)));
        });
    return properties;
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  @Override
  public String toString() {
    return "KafkaSettings[" + bootstrapServers + ", username=" + username.orElse("none") + "]";
  }
}
