package io.schemawright.messaging;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Every topic: who writes it, who may read it, how long it keeps what it holds. Nothing else names
 * a topic, its retention or its writers; the broker's access control is made from this table.
 */
public enum Topic {
  /** Requests as users write them; anyone allowed may publish. */
  REQUESTS("schema.requests", Cleanup.DELETE_AFTER_30_DAYS, null, Audience.OUTSIDERS_WRITE),
  /** Requests in canonical form. */
  ACCEPTED("schema.requests.accepted", Cleanup.KEEP, Principal.INTAKE, Audience.SERVICES),
  /** What was no valid request, with every problem. */
  REJECTED(
      "schema.requests.rejected",
      Cleanup.DELETE_AFTER_30_DAYS,
      Principal.INTAKE,
      Audience.OUTSIDERS_READ),
  /** A person's word on a change. */
  REVIEWS("schema.reviews", Cleanup.KEEP, Principal.INTAKE, Audience.SERVICES),
  /** The policy sets in force. */
  POLICIES("schema.policies", Cleanup.COMPACT, Principal.POLICY, Audience.SERVICES),
  /** What policy decided, and why. */
  DECISIONS("schema.decisions", Cleanup.KEEP, Principal.POLICY, Audience.OUTSIDERS_READ),
  /** What became of each change. */
  EXECUTIONS("schema.executions", Cleanup.KEEP, Principal.EXECUTOR, Audience.OUTSIDERS_READ),
  /** Each object as it is now. */
  CATALOG("schema.catalog", Cleanup.COMPACT, Principal.EXECUTOR, Audience.OUTSIDERS_READ),
  /** Each target as it is now. */
  TARGETS("schema.targets", Cleanup.COMPACT, Principal.EXECUTOR, Audience.OUTSIDERS_READ),
  /** What was changed on a target without a request. */
  DRIFT("schema.drift", Cleanup.KEEP, Principal.EXECUTOR, Audience.OUTSIDERS_READ),
  /** The completion notifications for programs. */
  NOTIFICATIONS(
      "schema.notifications",
      Cleanup.DELETE_AFTER_30_DAYS,
      Principal.NOTIFIER,
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
  private final Cleanup cleanup;
  private final @Nullable Principal writer;
  private final Audience audience;

  Topic(String topicName, Cleanup cleanup, @Nullable Principal writer, Audience audience) {
    this.topicName = topicName;
    this.cleanup = cleanup;
    this.writer = writer;
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
    return cleanup.configuration();
  }

  /** The one service that may write it; empty where users do. */
  public Optional<Principal> writer() {
    return Optional.ofNullable(writer);
  }

  /** Who else may use it. */
  public Audience audience() {
    return audience;
  }

  private enum Cleanup {
    KEEP,
    DELETE_AFTER_30_DAYS,
    COMPACT;

    Map<String, String> configuration() {
      return switch (this) {
        case KEEP -> Map.of("cleanup.policy", "delete", "retention.ms", "-1");
        case DELETE_AFTER_30_DAYS ->
            Map.of(
                "cleanup.policy",
                "delete",
                "retention.ms",
                Long.toString(Duration.ofDays(30).toMillis()));
        case COMPACT -> Map.of("cleanup.policy", "compact", "min.compaction.lag.ms", "60000");
      };
    }
  }
}
