package io.schemawright.embedded;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What an {@link EmbeddedKafka} is started with.
 *
 * @param directory where the broker keeps its data; created when missing
 * @param outsidersPort of the anonymous listener; 0 chooses a free one
 * @param servicesPort of the listener that wants a user and a password; 0 chooses a free one
 * @param controllerPort of the controller; 0 chooses a free one
 * @param users the SCRAM users, name to password
 * @param superusers those of the users whom no ACL limits
 * @param overrides broker properties that replace or join the ones chosen here
 */
public record BrokerSettings(
    Path directory,
    int outsidersPort,
    int servicesPort,
    int controllerPort,
    Map<String, String> users,
    Set<String> superusers,
    Map<String, String> overrides) {
  /** Kafka's own notation for users to be formatted in has no quoting. */
  private static final Pattern PLAIN_WORD = Pattern.compile("[A-Za-z0-9._~+/=-]+");

  /**
   * Refuses names and passwords of other than letters, digits and {@code . _ ~ + / = -}, a
   * superuser that is no user, and the name the broker itself goes by.
   */
  public BrokerSettings {
    users = Map.copyOf(users);
    superusers = Set.copyOf(superusers);
    overrides = Map.copyOf(overrides);
    users.forEach(
        (name, password) -> {
          if (!PLAIN_WORD.matcher(name).matches() || !PLAIN_WORD.matcher(password).matches()) {
            throw new IllegalArgumentException(
                "The Kafka user '"
                    + name
                    + "' or its password holds a character other than letters, digits and . _ ~ + / = -");
          }
        });
    if (users.containsKey(BrokerProperties.BROKER_USER)) {
      throw new IllegalArgumentException(
          "The name '" + BrokerProperties.BROKER_USER + "' belongs to the broker itself");
    }
    for (String superuser : superusers) {
      if (!users.containsKey(superuser)) {
        throw new IllegalArgumentException(
            "The superuser '" + superuser + "' is not among the users");
      }
    }
  }

  /** A broker on free ports without users. */
  public static BrokerSettings in(Path directory) {
    return new BrokerSettings(directory, 0, 0, 0, Map.of(), Set.of(), Map.of());
  }

  /** The same on these ports. */
  public BrokerSettings withPorts(int outsiders, int services, int controller) {
    return new BrokerSettings(
        directory, outsiders, services, controller, users, superusers, overrides);
  }

  /** The same with these users; {@code superusers} are those of them whom no ACL limits. */
  public BrokerSettings withUsers(Map<String, String> newUsers, Set<String> newSuperusers) {
    return new BrokerSettings(
        directory, outsidersPort, servicesPort, controllerPort, newUsers, newSuperusers, overrides);
  }

  /** The same with one more broker property. */
  public BrokerSettings withOverride(String property, String value) {
    Map<String, String> more = new HashMap<>(overrides);
    more.put(property, value);
    return new BrokerSettings(
        directory, outsidersPort, servicesPort, controllerPort, users, superusers, more);
  }

  /** Without the passwords. */
  @Override
  public String toString() {
    return "BrokerSettings[directory=%s, ports=%d/%d/%d, users=%s]"
        .formatted(directory, outsidersPort, servicesPort, controllerPort, users.keySet());
  }
}
