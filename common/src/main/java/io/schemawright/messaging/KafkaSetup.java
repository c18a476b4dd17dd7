package io.schemawright.messaging;

import io.schemawright.messaging.Topic.Audience;
import io.schemawright.messaging.Topic.Principal;
import io.schemawright.service.Settings;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * Creates the topics and who may use them, from {@link Topic}; run once by an operator, harmless
 * when run again.
 *
 * <p>Each service writes its own topics and the dead letter topics of what it reads, and reads what
 * it needs. An outsider may write {@code schema.requests} and read the public topics. Nobody else
 * may do anything, so that a decision or an approval cannot be forged.
 */
public final class KafkaSetup {
  private static final String EVERYWHERE = "*";
  private static final String REQUEST_LIMIT = Integer.toString(1024 * 1024 + 64 * 1024);
  private static final String LIMIT = Integer.toString(KafkaClients.LARGEST_BATCH);
  private static final Map<Principal, Set<Topic>> READS = new EnumMap<>(Principal.class);

  static {
    READS.put(Principal.INTAKE, EnumSet.allOf(Topic.class));
    READS.put(
        Principal.POLICY,
        EnumSet.of(
            Topic.ACCEPTED,
            Topic.REVIEWS,
            Topic.POLICIES,
            Topic.DECISIONS,
            Topic.EXECUTIONS,
            Topic.CATALOG,
            Topic.TARGETS));
    READS.put(Principal.EXECUTOR, EnumSet.of(Topic.DECISIONS));
    READS.put(Principal.NOTIFIER, EnumSet.of(Topic.ACCEPTED, Topic.DECISIONS, Topic.EXECUTIONS));
  }

  private KafkaSetup() {}

  /** Sets up the brokers that the environment names, as the user it names. */
  public static void main(String[] arguments) {
    Settings settings = Settings.from(System.getenv());
    KafkaSettings kafka = KafkaSettings.from(settings);
    int partitions = settings.number("KAFKA_PARTITIONS", 8, 1, 1000);
    int replication = settings.number("KAFKA_REPLICATION_FACTOR", 1, 1, 9);
    settings.complete();
    try (Admin admin = Admin.create(kafka.clientProperties())) {
      apply(admin, partitions, (short) replication);
    }
  }

  /**
   * Creates what is missing.
   *
   * @param partitions of every topic; topics that exist keep theirs
   * @throws KafkaException if the broker refuses
   */
  public static void apply(Admin admin, int partitions, short replicationFactor) {
    List<NewTopic> topics = new ArrayList<>();
    for (Topic topic : Topic.values()) {
      Map<String, String> configuration = new HashMap<>(topic.configuration());
      configuration.put("max.message.bytes", LIMIT);
      if (topic == Topic.REQUESTS) {
        // Stored as it is, so that the limit holds for what a reader gets and not for what was
        // sent.
        configuration.put("compression.type", "uncompressed");
        configuration.put("max.message.bytes", REQUEST_LIMIT);
      }
      topics.add(
          new NewTopic(topic.topicName(), partitions, replicationFactor).configs(configuration));
      topics.add(
          new NewTopic(topic.deadLetterName(), 1, replicationFactor)
              .configs(Map.of("retention.ms", "7776000000", "max.message.bytes", LIMIT)));
    }
    admin
        .createTopics(topics)
        .values()
        .forEach(
            (name, created) -> {
              try {
                created.get();
              } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                  throw new KafkaException("cannot create topic " + name, e.getCause());
                }
              } catch (InterruptedException e) {
                throw interrupted(e);
              }
            });
    try {
      List<AclBinding> acls = acls();
      admin.createAcls(acls).all().get();
      // The controller has them; a client that begins now is judged by the broker, a moment behind.
      while (!admin.describeAcls(AclBindingFilter.ANY).values().get().containsAll(acls)) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
      }
    } catch (ExecutionException e) {
      throw new KafkaException("cannot set up access control", e.getCause());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static KafkaException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new KafkaException("interrupted during set-up", e);
  }

  /** Who may do what: the whole of it. */
  static List<AclBinding> acls() {
    List<AclBinding> acls = new ArrayList<>();
    for (Topic topic : Topic.values()) {
      for (Principal service : Principal.values()) {
        allow(acls, user(service), topic.topicName(), AclOperation.DESCRIBE);
      }
      topic
          .writer()
          .ifPresent(writer -> allow(acls, user(writer), topic.topicName(), AclOperation.WRITE));
      if (topic.audience() == Audience.OUTSIDERS_WRITE) {
        allow(acls, "User:*", topic.topicName(), AclOperation.WRITE, AclOperation.DESCRIBE);
      } else if (topic.audience() == Audience.OUTSIDERS_READ) {
        allow(acls, "User:*", topic.topicName(), AclOperation.READ, AclOperation.DESCRIBE);
      }
    }
    READS.forEach(
        (reader, topics) -> {
          for (Topic topic : topics) {
            allow(acls, user(reader), topic.topicName(), AclOperation.READ);
            allow(
                acls,
                user(reader),
                topic.deadLetterName(),
                AclOperation.WRITE,
                AclOperation.DESCRIBE);
          }
          // Groups, transactional ids and the internal topics of Streams begin with the service's
          // name.
          own(acls, reader, ResourceType.GROUP, AclOperation.READ, AclOperation.DELETE);
          own(
              acls,
              reader,
              ResourceType.TRANSACTIONAL_ID,
              AclOperation.WRITE,
              AclOperation.DESCRIBE);
        });
    own(acls, Principal.POLICY, ResourceType.TOPIC, AclOperation.ALL);
    // Outsiders read in groups of their own choice, except those that bear a service's prefix.
    for (AclOperation operation : List.of(AclOperation.READ, AclOperation.DESCRIBE)) {
      acls.add(binding(ResourceType.GROUP, "outside-", PatternType.PREFIXED, "User:*", operation));
      acls.add(
          binding(
              ResourceType.GROUP, "console-consumer-", PatternType.PREFIXED, "User:*", operation));
    }
    return acls;
  }

  private static String user(Principal principal) {
    return "User:" + principal.username();
  }

  private static void allow(
      List<AclBinding> acls, String principal, String topic, AclOperation... operations) {
    for (AclOperation operation : operations) {
      acls.add(binding(ResourceType.TOPIC, topic, PatternType.LITERAL, principal, operation));
    }
  }

  private static void own(
      List<AclBinding> acls, Principal principal, ResourceType type, AclOperation... operations) {
    for (AclOperation operation : operations) {
      acls.add(
          binding(
              type, principal.username() + "-", PatternType.PREFIXED, user(principal), operation));
    }
  }

  private static AclBinding binding(
      ResourceType type,
      String name,
      PatternType pattern,
      String principal,
      AclOperation operation) {
    return new AclBinding(
        new ResourcePattern(type, name, pattern),
        new AccessControlEntry(principal, EVERYWHERE, operation, AclPermissionType.ALLOW));
  }
}
