package io.schemawright.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaTest {
  private static final Map<String, String> USERS =
      Map.of("operator", "operators-word", "alice", "alices-word");

  @Test
  void restart_keepsPortsAndData(@TempDir Path directory) throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(settings(directory))) {
      KafkaEndpoints endpoints = kafka.endpoints("operator");
      createTopic(endpoints, "letters");
      send(endpoints.adminProperties(), "letters", "before the restart");

      kafka.stop();
      assertThat(kafka.isRunning()).isFalse();
      kafka.start();

      assertThat(kafka.endpoints("operator")).isEqualTo(endpoints);
      send(endpoints.adminProperties(), "letters", "after the restart");
      assertThat(readTwo(endpoints.adminProperties(), "letters"))
          .containsExactly("before the restart", "after the restart");
    }
  }

  @Test
  void newBroker_onADirectoryOfAnother_bringsItsUsersUpToDate(@TempDir Path directory)
      throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(settings(directory))) {
      createTopic(kafka.endpoints("operator"), "letters");
    }
    BrokerSettings changed =
        BrokerSettings.in(directory)
            .withUsers(Map.of("operator", "another-word", "bob", "bobs-word"), Set.of("operator"));

    try (EmbeddedKafka kafka = EmbeddedKafka.start(changed)) {
      assertThat(topics(kafka.endpoints("operator").adminProperties())).contains("letters");
      assertThat(topics(kafka.endpoints("operator").clientProperties("bob"))).isEmpty();
    }
  }

  @Test
  void rights_areWhatAclsGrantAndNoMore(@TempDir Path directory) throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(settings(directory))) {
      KafkaEndpoints endpoints = kafka.endpoints("operator");
      createTopic(endpoints, "letters");

      assertThatThrownBy(() -> send(endpoints.outsiderProperties(), "letters", "forged"))
          .hasCauseInstanceOf(AuthorizationException.class);
      assertThatThrownBy(() -> send(endpoints.clientProperties("alice"), "letters", "too early"))
          .hasCauseInstanceOf(AuthorizationException.class);

      allowToWrite(endpoints, "alice", "letters");

      assertThatCode(() -> send(endpoints.clientProperties("alice"), "letters", "hers"))
          .doesNotThrowAnyException();
      assertThatThrownBy(() -> send(endpoints.outsiderProperties(), "letters", "forged"))
          .hasCauseInstanceOf(AuthorizationException.class);
      assertThatThrownBy(
              () ->
                  send(
                      KafkaEndpoints.scramProperties(endpoints.services(), "alice", "a-guess"),
                      "letters",
                      "forged"))
          .hasCauseInstanceOf(SaslAuthenticationException.class);
    }
  }

  @Test
  void anonymous_cannotAdministrate(@TempDir Path directory) {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(settings(directory))) {
      KafkaEndpoints endpoints = kafka.endpoints("operator");
      try (Admin anonymous = Admin.create(endpoints.outsiderProperties())) {
        assertThatThrownBy(() -> grant(anonymous, "ANONYMOUS", "letters"))
            .hasCauseInstanceOf(ClusterAuthorizationException.class);
        assertThatThrownBy(
                () ->
                    anonymous.createTopics(List.of(new NewTopic("mine", 1, (short) 1))).all().get())
            .hasCauseInstanceOf(AuthorizationException.class);
      }
    }
  }

  @Test
  void controllerListener_takesNobodyWithoutTheBrokersPassword(@TempDir Path directory) {
    int controller = FreePorts.choose();
    try (EmbeddedKafka kafka =
        EmbeddedKafka.start(settings(directory).withPorts(0, 0, controller))) {
      Map<String, Object> guess = new HashMap<>(BrokerProperties.brokerLogin("a-guess"));
      guess.put("bootstrap.controllers", "127.0.0.1:" + controller);
      try (Admin intruder = Admin.create(guess)) {
        assertThatThrownBy(() -> grant(intruder, "ANONYMOUS", "letters"))
            .hasCauseInstanceOf(SaslAuthenticationException.class);
      }
      assertThat(kafka.isRunning()).isTrue();
    }
  }

  @Test
  void start_onATakenPort_failsAndLeavesNothing(@TempDir Path first, @TempDir Path second) {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(settings(first))) {
      int taken = Integer.parseInt(kafka.outsiders().substring("127.0.0.1:".length()));
      List<Integer> free = FreePorts.choose(2);
      BrokerSettings clashing = settings(second).withPorts(taken, free.get(0), free.get(1));

      assertThatThrownBy(() -> EmbeddedKafka.start(clashing))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(second.toString());

      assertThat(FreePorts.isFree(free.get(0))).isTrue();
      assertThat(FreePorts.isFree(free.get(1))).isTrue();
    }
  }

  @Test
  void settings_refuseWhatTheFormatterWouldMisread() {
    BrokerSettings settings = BrokerSettings.in(Path.of("anywhere"));
    assertThatThrownBy(() -> settings.withUsers(Map.of("eve", "a,b]"), Set.of()))
        .hasMessageContaining("'eve'")
        .hasMessageNotContaining("a,b]");
    assertThatThrownBy(() -> settings.withUsers(Map.of("broker", "x"), Set.of()))
        .hasMessageContaining("'broker'");
    assertThatThrownBy(() -> settings.withUsers(Map.of(), Set.of("eve")))
        .hasMessageContaining("'eve'");
    assertThat(settings.withUsers(USERS, Set.of()).toString()).doesNotContain("alices-word");
  }

  private static BrokerSettings settings(Path directory) {
    return BrokerSettings.in(directory).withUsers(USERS, Set.of("operator"));
  }

  private static void createTopic(KafkaEndpoints endpoints, String topic) throws Exception {
    try (Admin admin = Admin.create(endpoints.adminProperties())) {
      admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
    }
  }

  private static Set<String> topics(Map<String, Object> login) throws Exception {
    try (Admin admin = Admin.create(login)) {
      return admin.listTopics().names().get();
    }
  }

  private static void allowToWrite(KafkaEndpoints endpoints, String user, String topic)
      throws Exception {
    try (Admin admin = Admin.create(endpoints.adminProperties())) {
      grant(admin, user, topic);
      // The controller has it; clients are judged by the broker, a moment behind.
      while (admin.describeAcls(AclBindingFilter.ANY).values().get().isEmpty()) {
        Thread.onSpinWait();
      }
    }
  }

  private static void grant(Admin admin, String user, String topic)
      throws ExecutionException, InterruptedException {
    admin
        .createAcls(
            List.of(
                new AclBinding(
                    new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL),
                    new AccessControlEntry(
                        "User:" + user, "*", AclOperation.WRITE, AclPermissionType.ALLOW))))
        .all()
        .get();
  }

  private static void send(Map<String, Object> login, String topic, String value)
      throws ExecutionException, InterruptedException {
    Map<String, Object> properties = new HashMap<>(login);
    properties.put("max.block.ms", "60000");
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>(topic, value)).get();
    }
  }

  private static List<String> readTwo(Map<String, Object> login, String topic) {
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(login, new StringDeserializer(), new StringDeserializer())) {
      TopicPartition partition = new TopicPartition(topic, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      List<String> values = new ArrayList<>();
      for (int poll = 0; poll < 600 && values.size() < 2; poll++) {
        consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
      }
      return values;
    }
  }
}
