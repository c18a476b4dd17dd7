package io.schemawright.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.schemawright.embedded.KafkaEndpoints;
import io.schemawright.event.ChangeCompleted;
import io.schemawright.event.ChangeCompleted.Outcome;
import io.schemawright.event.Envelope;
import io.schemawright.event.Event;
import io.schemawright.messaging.EventCodec;
import io.schemawright.messaging.Topic;
import io.schemawright.messaging.TopicContents;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/up --demo} with the real services, twice on the same home. */
final class DemoIT {
  private static final String TABLES =
      "select table_name from information_schema.tables where table_schema = 'public' order by 1";
  private static final String LEDGER = "select request_id from schemawright.ledger order by 1";

  private final Path home;
  private final Ports ports = Ports.free();
  private final EventCodec codec = new EventCodec("test", Clock.systemUTC());

  DemoIT(@TempDir Path directory) {
    this.home = directory.resolve("home");
  }

  @Test
  void demo_tellsFiveEndings_andOnKeptDataDoesNothingTwice() throws Exception {
    int decisions;
    try (UpProcess up = UpProcess.start(Up.class, home, ports, "--demo")) {
      assertTellsFiveEndings(up.outputUntilReady());
      assertThat(select("sandbox", TABLES))
          .containsExactly("caricatures", "notifications", "user_preferences");
      assertThat(select("orders", TABLES)).containsExactly("carts");
      assertLedgersAreGuarded();
      decisions = on(Topic.DECISIONS).size();
      assertThat(up.stop()).isZero();
    }

    try (UpProcess up = UpProcess.start(Up.class, home, ports, "--demo")) {
      assertTellsFiveEndings(up.outputUntilReady());
      publish("one-more", Pipeline.createTable("sandbox", "one_more"));
      awaitCompleted("one-more");
      awaitRead(2 * Example.ALL.size() + 1);

      assertThat(on(Topic.ACCEPTED))
          .extracting(Envelope::event)
          .as("requests accepted")
          .hasSize(Example.ALL.size() + 1);
      assertThat(on(Topic.DECISIONS)).as("decisions").hasSize(decisions + 1);
      assertThat(completions())
          .extracting(completed -> completed.requestId().value())
          .containsExactlyInAnyOrder(
              "demo-caricatures",
              "demo-notifications",
              "demo-user_preferences",
              "demo-refused",
              "demo-orders_carts",
              "one-more");
      assertThat(select("sandbox", LEDGER))
          .containsExactly(
              "demo-caricatures", "demo-notifications", "demo-user_preferences", "one-more");
      assertThat(select("orders", LEDGER)).containsExactly("demo-orders_carts");
      assertLedgersAreGuarded();
      assertThat(up.stop()).isZero();
    }
  }

  private void assertLedgersAreGuarded() throws Exception {
    assertThat(Files.readString(home.resolve("logs/executor.log")))
        .contains("the service has started")
        .doesNotContain("could write to its ledger");
  }

  private static void assertTellsFiveEndings(String output) {
    List<String> lines = output.lines().toList();
    assertThat(lines)
        .filteredOn(line -> line.contains(" notified: "))
        .extracting(line -> line.substring(0, line.indexOf(' ')))
        .containsExactlyInAnyOrder(
            "caricatures", "notifications", "user_preferences", "refused", "orders_carts");
    assertThat(lines)
        .contains(
            "      sandbox now has caricatures:",
            "      sandbox now has notifications:",
            "      sandbox now has user_preferences:",
            "      orders now has carts:")
        .anyMatch(line -> line.matches("refused .* rejected: .*"))
        .anyMatch(line -> line.contains("error require-primary-key ") && line.contains("dropUsers"))
        .anyMatch(line -> line.contains("error snake-case-names ") && line.contains("userId"))
        .anyMatch(line -> line.matches("orders_carts .* waits for 1 review\\(s\\), .*"))
        .anyMatch(line -> line.matches("orders_carts .* approved by database-lead, .*"))
        .anyMatch(line -> line.matches("orders_carts .* applied, verified and in the ledger"))
        .noneMatch(line -> line.contains("is not done after"));
  }

  private void publish(String requestId, String request) throws Exception {
    Map<String, Object> anybody = Map.of("bootstrap.servers", "127.0.0.1:" + ports.kafka());
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(anybody, new ByteArraySerializer(), new ByteArraySerializer())) {
      ProducerRecord<byte[], byte[]> record =
          new ProducerRecord<>(Topic.REQUESTS.topicName(), null, request.getBytes(UTF_8));
      record.headers().add("ce_id", requestId.getBytes(UTF_8));
      producer.send(record).get();
    }
  }

  private void awaitCompleted(String requestId) {
    await()
        .atMost(Pipeline.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(completions())
                    .anyMatch(
                        completed ->
                            completed.requestId().value().equals(requestId)
                                && completed.outcome() == Outcome.COMPLETED));
  }

  /** Waits until intake has read so many requests since the first start, and owes no event. */
  private void awaitRead(int requests) {
    try (Admin admin = Admin.create(operator())) {
      await()
          .atMost(Pipeline.PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(
                          admin
                              .listConsumerGroupOffsets("intake-requests")
                              .partitionsToOffsetAndMetadata()
                              .get()
                              .values()
                              .stream()
                              .mapToLong(position -> position.offset())
                              .sum())
                      .isEqualTo(requests));
    }
    await()
        .atMost(Pipeline.PATIENCE)
        .untilAsserted(() -> assertThat(select("intake", "select id from outbox")).isEmpty());
  }

  private List<ChangeCompleted> completions() {
    return on(Topic.NOTIFICATIONS).stream()
        .map(Envelope::event)
        .filter(ChangeCompleted.class::isInstance)
        .map(ChangeCompleted.class::cast)
        .toList();
  }

  private List<Envelope<Event>> on(Topic topic) {
    return TopicContents.everythingOn(operator(), topic.topicName()).stream()
        .map(record -> codec.decode(record.key(), record.headers(), record.value()))
        .toList();
  }

  private Map<String, Object> operator() {
    String password =
        new Secrets(home.resolve("secrets.properties")).password("kafka." + Foundation.OPERATOR);
    return KafkaEndpoints.scramProperties(
        "127.0.0.1:" + ports.kafkaServices(), Foundation.OPERATOR, password);
  }

  /** The first column of a query's rows, as the superuser sees them. */
  private List<String> select(String database, String sql) throws SQLException {
    String url = "jdbc:postgresql://127.0.0.1:" + ports.postgres() + "/" + database;
    try (Connection connection = DriverManager.getConnection(url, "postgres", "");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> values = new ArrayList<>();
      while (rows.next()) {
        values.add(rows.getString(1));
      }
      return values;
    }
  }
}
