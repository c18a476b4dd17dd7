package io.schemawright.messaging;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Every topic: who writes it, who may read it, how long it keeps what it holds. Nothing else names a
 * topic, its retention or its writers; the broker's access control is made from this table.
 */
public enum Topic {
  /** Requests as users write them; anyone allowed may publish. */
  REQUESTS("schema.requests", Cleanup.deleteAfter(Duration.ofDays(30)), Set.of(), Audience.OUTSIDERS_WRITE),
  /** Requests in canonical form. */
  ACCEPTED("schema.requests.accepted", Cleanup.keep(), Set.of(Principal.INTAKE), Audience.SERVICES),
  /** What was no valid request, with every problem. */
  REJECTED(
      "schema.requests.rejected",
      Cleanup.deleteAfter(Duration.ofDays(30)),
      Set.of(Principal.INTAKE),
      Audience.OUTSIDERS_READ),
  /** A person's word on a change. */
  REVIEWS("schema.reviews", Cleanup.keep(), Set.of(Principal.INTAKE), Audience.SERVICES),
  /** The policy sets in force. */
  POLICIES("schema.policies", Cleanup.compact(), Set.of(Principal.POLICY), Audience.SERVICES),
  /** What policy decided, and why. */
  DECISIONS("schema.decisions", Cleanup.keep(), Set.of(Principal.POLICY), Audience.OUTSIDERS_READ),
  /** What became of each change. */
  EXECUTIONS("schema.executions", Cleanup.keep(), Set.of(Principal.EXECUTOR), Audience.OUTSIDERS_READ),
  /** Each object as it is now. */
  CATALOG("schema.catalog", Cleanup.compact(), Set.of(Principal.EXECUTOR), Audience.OUTSIDERS_READ),
  /** Each target as it is now. */
  TARGETS("schema.targets", Cleanup.compact(), Set.of(Principal.EXECUTOR), Audience.OUTSIDERS_READ),
  /** The completion notifications for programs. */
  NOTIFICATIONS(
      "schema.notifications",
      Cleanup.deleteAfter(Duration.ofDays(30)),
      Set.of(Principal.NOTIFIER),
      Audience.OUTSIDERS_READ);

  /** The services' names on Kafka. */
  public enum Principal {
    INTAKE,
    POLICY,
    EXECUTOR,
    NOTIFIER;

    /** The user name that the service logs in with. */
    public String username() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Who but the services may use a topic. */
  public enum Audience {
    SERVICES,
    OUTSIDERS_READ,
    OUTSIDERS_WRITE
  }

  private final String topicName;
  private final Map<String, String> cleanup;
  private final Set<Principal> writers;
  private final Audience audience;

  Topic(String topicName, Map<String, String> cleanup, Set<Principal> writers, Audience audience) {
    this.topicName = topicName;
    this.cleanup = cleanup;
    this.writers = writers;
    this.audience = audience;
  }

  /** The name on the broker. */
  public String topicName() {
    return topicName;
  }

  /** The name of the topic that holds what a reader of this one could not read or handle. */
  public String deadLetterName() {
    return topicName + ".dlq";
  }

  /** The topic's configuration on the broker. */
  Map<String, String> configuration() {
    return cleanup;
  }

  /** The services that may write it. */
  public Set<Principal> writers() {
    return writers;
  }

  /** Who else may use it. */
  public Audience audience() {
    return audience;
  }

  private static final class Cleanup {
    static Map<String, String> keep() {
      return Map.of("cleanup.policy", "delete", "retention.ms", "-1");
    }

    static Map<String, String> deleteAfter(Duration age) {
      return Map.of("cleanup.policy", "delete", "retention.ms", Long.toString(age.toMillis()));
    }

    static Map<String, String> compact() {
      return Map.of("cleanup.policy", "compact", "min.compaction.lag.ms", "60000");
    }
  }
}
