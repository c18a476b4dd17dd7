package io.schemawright.embedded;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.security.scram.ScramLoginModule;

/**
 * How to reach a broker, and as whom.
 *
 * @param outsiders bootstrap address of the listener without authentication
 * @param services bootstrap address of the listener with SCRAM-SHA-512
 * @param users name to password
 * @param superuser the one of the users for administration
 */
public record KafkaEndpoints(
    String outsiders, String services, Map<String, String> users, String superuser) {

  /** Keeps a copy of the users; refuses a superuser that is not among them. */
  public KafkaEndpoints {
    users = Map.copyOf(users);
    if (!users.containsKey(superuser)) {
      throw new IllegalArgumentException(
          "The superuser '" + superuser + "' is not among the users");
    }
  }

  /** Client properties for whoever needs no name: {@code User:ANONYMOUS}. */
  public Map<String, Object> outsiderProperties() {
    return new LinkedHashMap<>(Map.of("bootstrap.servers", outsiders));
  }

  /**
   * Client properties for one of the users, as a map of the caller's own.
   *
   * @throws IllegalArgumentException when there is no such user
   */
  public Map<String, Object> clientProperties(String user) {
    return scramProperties(services, user, password(user));
  }

  /**
   * The password of one of the users.
   *
   * @throws IllegalArgumentException when there is no such user
   */
  public String password(String user) {
    String password = users.get(user);
    if (password == null) {
      throw new IllegalArgumentException("No Kafka user '" + user + "' among " + users.keySet());
    }
    return password;
  }

  /** Client properties of the superuser. */
  public Map<String, Object> adminProperties() {
    return clientProperties(superuser);
  }

  /** Client properties for a user whose password the caller knows. */
  public static Map<String, Object> scramProperties(
      String bootstrapServers, String user, String password) {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("bootstrap.servers", bootstrapServers);
    properties.put("security.protocol", "SASL_PLAINTEXT");
    properties.put("sasl.mechanism", "SCRAM-SHA-512");
    properties.put(
        "sasl.jaas.config",
        "%s required username=\"%s\" password=\"%s\";"
            .formatted(ScramLoginModule.class.getName(), user, password));
    return properties;
  }

  /** Without the passwords. */
  @Override
  public String toString() {
    return "KafkaEndpoints[outsiders=%s, services=%s, users=%s]"
        .formatted(outsiders, services, users.keySet());
  }
}
