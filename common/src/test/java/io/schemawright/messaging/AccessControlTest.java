package io.schemawright.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.schemawright.embedded.Infrastructure;
import io.schemawright.messaging.Topic.Audience;
import io.schemawright.messaging.Topic.Principal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the broker lets whom do, tried on a real one. */
final class AccessControlTest {

  @BeforeAll
  static void setUp() {
    try (Admin admin = Admin.create(Infrastructure.kafka().adminProperties())) {
      KafkaSetup.apply(admin, 4, (short) 1);
      KafkaSetup.apply(admin, 4, (short) 1); // Running it again is harmless.
    }
  }

  @ParameterizedTest
  @EnumSource(Topic.class)
  void outsider_writes_requestsOnly(Topic topic) {
    if (topic.audience() == Audience.OUTSIDERS_WRITE) {
      write(outsider(), topic.topicName());
    } else {
      assertRefused(() -> write(outsider(), topic.topicName()));
    }
    assertRefused(() -> write(outsider(), topic.deadLetterName()));
  }

  @ParameterizedTest
  @EnumSource(Topic.class)
  void outsider_reads_publicTopicsOnly(Topic topic) {
    write(Infrastructure.kafka().adminProperties(), topic.topicName());
    if (topic.audience() == Audience.OUTSIDERS_READ) {
      readOne(outsider(), topic.topicName());
    } else {
      assertRefused(() -> readOne(outsider(), topic.topicName()));
    }
    assertRefused(() -> readOne(outsider(), topic.deadLetterName()));
  }

  @ParameterizedTest
  @EnumSource(Topic.class)
  void service_writes_itsOwnTopicsOnly(Topic topic) {
    for (Principal principal : Principal.values()) {
      Map<String, Object> client = Infrastructure.kafka().clientProperties(principal.username());
      boolean own = topic.writer().map(principal::equals).orElse(false);
      if (own || topic.audience() == Audience.OUTSIDERS_WRITE) {
        write(client, topic.topicName());
      } else {
        assertRefused(() -> write(client, topic.topicName()));
      }
    }
  }

  @Test
  void outsider_forgesADecisionOrAReviewInATransaction_isRefused() {
    Map<String, Object> properties = outsider();
    properties.put("transactional.id", "policy-judge-0");
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      assertThatThrownBy(producer::initTransactions).isInstanceOf(AuthorizationException.class);
    }
  }

  @Test
  void outsider_administers_nothing() {
    try (Admin admin = Admin.create(outsider())) {
      assertThatThrownBy(
              () -> admin.createTopics(List.of(new NewTopic("mine", 1, (short) 1))).all().get())
          .hasCauseInstanceOf(AuthorizationException.class);
      assertThatThrownBy(() -> admin.deleteTopics(List.of("schema.decisions")).all().get())
          .hasCauseInstanceOf(AuthorizationException.class);
      assertThatThrownBy(() -> admin.describeAcls(AclBindingFilter.ANY).values().get())
          .hasCauseInstanceOf(ClusterAuthorizationException.class);
      assertThatThrownBy(
              () -> admin.deleteConsumerGroups(List.of("executor-decisions")).all().get())
          .hasCauseInstanceOf(GroupAuthorizationException.class);
    }
  }

  @Test
  void outsider_joinsAServicesGroup_isRefused() {
    assertRefused(
        () -> {
          Map<String, Object> properties = outsider();
          properties.put("group.id", "executor-decisions");
          try (KafkaConsumer<byte[], byte[]> consumer = consumer(properties)) {
            consumer.subscribe(List.of("schema.decisions"));
            consumer.poll(Duration.ofSeconds(30));
          }
        });
  }

  @Test
  void outsider_writesOverTheLimit_isToldSo() {
    assertThatThrownBy(() -> write(outsider(), "schema.requests", new byte[1_200_000]))
        .hasRootCauseInstanceOf(RecordTooLargeException.class);
  }

  @Test
  void outsider_writesOverTheLimitInCompressedForm_isToldSoToo() {
    Map<String, Object> properties = outsider();
    properties.put("compression.type", "gzip");

    assertThatThrownBy(() -> write(properties, "schema.requests", new byte[5_000_000]))
        .hasRootCauseInstanceOf(RecordTooLargeException.class);
  }

  @Test
  void topics_haveEqualPartitionCounts_andTheirRetention() throws Exception {
    try (Admin admin = Admin.create(Infrastructure.kafka().adminProperties())) {
      List<String> names = Stream.of(Topic.values()).map(Topic::topicName).toList();

      assertThat(admin.describeTopics(names).allTopicNames().get().values())
          .allSatisfy(topic -> assertThat(topic.partitions()).hasSize(4));
      assertThat(configuration(admin, "schema.catalog", "cleanup.policy")).isEqualTo("compact");
      assertThat(configuration(admin, "schema.decisions", "retention.ms")).isEqualTo("-1");
      assertThat(configuration(admin, "schema.requests", "retention.ms")).isEqualTo("2592000000");
    }
  }

  private static String configuration(Admin admin, String topic, String name)
      throws ExecutionException, InterruptedException {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    return admin
        .describeConfigs(List.of(resource))
        .values()
        .values()
        .iterator()
        .next()
        .get()
        .get(name)
        .value();
  }

  private static void assertRefused(Runnable attempt) {
    assertThatThrownBy(attempt::run)
        .satisfies(
            fault -> {
              Throwable root = fault;
              while (root.getCause() != null) {
                root = root.getCause();
              }
              assertThat(root).isInstanceOf(AuthorizationException.class);
            });
  }

  private static Map<String, Object> outsider() {
    return new HashMap<>(Infrastructure.kafka().outsiderProperties());
  }

  private static void write(Map<String, Object> client, String topic) {
    write(client, topic, "{}".getBytes(UTF_8));
  }

  private static void write(Map<String, Object> client, String topic, byte[] value) {
    Map<String, Object> properties = new HashMap<>(client);
    properties.put("max.request.size", 8_000_000);
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(topic, "nobody".getBytes(UTF_8), value)).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Reads until it has a record; refusal comes as an exception, nothing at all is a failure. */
  private static void readOne(Map<String, Object> client, String topic) {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer(client)) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Instant end = Instant.now().plusSeconds(60);
      while (consumer.poll(Duration.ofMillis(200)).isEmpty()) {
        assertThat(Instant.now()).as("reads nothing from " + topic).isBefore(end);
      }
    }
  }

  private static KafkaConsumer<byte[], byte[]> consumer(Map<String, Object> properties) {
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
