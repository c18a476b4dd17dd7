package io.schemawright.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.schemawright.embedded.PostgresServer;
import io.schemawright.event.ChangeCompleted;
import io.schemawright.event.DecisionMade;
import io.schemawright.event.Envelope;
import io.schemawright.event.Event;
import io.schemawright.event.RequestRejected;
import io.schemawright.messaging.EventCodec;
import io.schemawright.messaging.Topic;
import io.schemawright.messaging.TopicContents;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A stack under test, used as its users use it, and looked into from behind. */
final class Pipeline implements AutoCloseable {
  /** Generous: the machine may be busy with other tests. */
  static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Stack stack;
  private final HttpClient http = HttpClient.newHttpClient();
  private final Producer<byte[], byte[]> outsider;
  private final PublicEvents publicEvents;
  private final List<Envelope<Event>> seen = new ArrayList<>();

  Pipeline(Stack stack) {
    this.stack = stack;
    Map<String, Object> properties = new HashMap<>(stack.kafkaEndpoints().outsiderProperties());
    properties.put("reconnect.backoff.max.ms", 500);
    this.outsider =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    this.publicEvents = new PublicEvents(properties);
  }

  /** Publishes as anybody may; waits for the broker's word. */
  void publish(String requestId, String request) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>("schema.requests", null, request.getBytes(UTF_8));
    record.headers().add("ce_id", requestId.getBytes(UTF_8));
    publish(record);
  }

  /** Publishes to one partition, where what is published later is read later. */
  void publish(int partition, String requestId, String request) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>("schema.requests", partition, null, request.getBytes(UTF_8));
    record.headers().add("ce_id", requestId.getBytes(UTF_8));
    publish(record);
  }

  void publish(ProducerRecord<byte[], byte[]> record) {
    try {
      outsider.send(record).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A valid request in canonical form. */
  static String createTable(String target, String table) {
    return """
    {"target": "%s", "owner": "team", "requestedBy": "ada", "justification": "a test",
     "changes": [{"type": "create-table", "table": "%s",
       "columns": [
         {"name": "id", "type": "uuid", "nullable": false, "default": "gen_random_uuid()", "primaryKey": true},
         {"name": "name", "type": "text", "nullable": false},
         {"name": "created_at", "type": "timestamptz", "nullable": false, "default": "now()"},
         {"name": "updated_at", "type": "timestamptz", "nullable": false, "default": "now()"}],
       "indexes": [{"name": "idx_%s_created_at", "columns": ["created_at"]}]}]}
    """
        .formatted(target, table, table);
  }

  /** Waits for the completion notification of a request. */
  ChangeCompleted awaitCompleted(String requestId) {
    return awaitEvent(
        ChangeCompleted.class, completed -> completed.requestId().value().equals(requestId));
  }

  RequestRejected awaitRejected(String requestId) {
    return awaitEvent(
        RequestRejected.class, rejected -> rejected.requestId().value().equals(requestId));
  }

  DecisionMade awaitDecision(String requestId, int number) {
    return awaitEvent(
        DecisionMade.class,
        decision -> decision.requestId().value().equals(requestId) && decision.number() == number);
  }

  <E extends Event> E awaitEvent(Class<E> type, java.util.function.Predicate<E> condition) {
    await()
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .until(
            () -> {
              seen.addAll(publicEvents.poll(Duration.ofMillis(50)));
              return events(type).anyMatch(condition);
            });
    return events(type).filter(condition).findFirst().orElseThrow();
  }

  /** Public events seen so far. */
  <E extends Event> Stream<E> events(Class<E> type) {
    return seen.stream().map(Envelope::event).filter(type::isInstance).map(type::cast);
  }

  /** The distinct ids of the completion notifications of a request. */
  private List<String> completionIds(String requestId) {
    return seen.stream()
        .filter(
            envelope ->
                envelope.event() instanceof ChangeCompleted completed
                    && completed.requestId().value().equals(requestId))
        .map(envelope -> envelope.id().value())
        .distinct()
        .toList();
  }

  /**
   * The whole promise about one applied request: one table, one ledger row, one audit row, one
   * notification.
   */
  void assertAppliedOnce(String target, String requestId, String table) {
    awaitRepeats();
    assertAppliedAndToldOnce(target, requestId, table);
  }

  /** The same of many, each a request for a table of its name. */
  void assertAppliedOnce(String target, List<String> names) {
    awaitRepeats();
    names.forEach(name -> assertAppliedAndToldOnce(target, name, name));
  }

  /** A moment in which a notification that should not be would still come. */
  private void awaitRepeats() {
    seen.addAll(publicEvents.poll(Duration.ofMillis(200)));
  }

  private void assertAppliedAndToldOnce(String target, String requestId, String table) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        count(
                            "executor",
                            "select count(*) from executions where request_id = ? and state not in"
                                + " ('succeeded', 'stale')",
                            requestId))
                    .isZero());
    assertThat(count(target, "select count(*) from pg_class where relname = ?", table)).isOne();
    assertThat(
            countAsSuperuser(
                target, "select count(*) from schemawright.ledger where request_id = ?", requestId))
        .isOne();
    assertThat(
            count(
                "executor",
                "select count(*) from schema_changes_audit where request_id = ?",
                requestId))
        .isOne();
    assertThat(completionIds(requestId)).hasSize(1);
  }

  /** Nothing waits anywhere: no outbox row, no unfinished execution. */
  void assertNothingInFlight() {
    for (String service : List.of("intake", "executor", "notifier", "policy")) {
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> assertThat(count(service, "select count(*) from outbox")).as(service).isZero());
    }
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        count(
                            "executor",
                            "select count(*) from executions where state in"
                                + " ('scheduled', 'running')"))
                    .isZero());
  }

  long count(String database, String sql, String... arguments) {
    PostgresServer.Database address = stack.database(database);
    try (Connection connection = address.connect()) {
      return count(connection, sql, arguments);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  long countAsSuperuser(String database, String sql, String... arguments) {
    try (Connection connection = stack.postgres().server().connect(database)) {
      return count(connection, sql, arguments);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long count(Connection connection, String sql, String... arguments)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < arguments.length; i++) {
        statement.setString(i + 1, arguments[i]);
      }
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  /** Sends a request to intake's REST interface. */
  HttpResponse<String> call(String method, String path, String body) {
    try {
      return http.send(
          HttpRequest.newBuilder(stack.http(ServiceName.INTAKE).resolve(path))
              .method(method, HttpRequest.BodyPublishers.ofString(body))
              .header("Content-Type", "application/json")
              .timeout(Duration.ofSeconds(30))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Everything on a topic, read as the operator. */
  List<ConsumerRecord<byte[], byte[]>> everythingOn(String topic) {
    return TopicContents.everythingOn(stack.kafkaEndpoints().adminProperties(), topic);
  }

  /** Every event on one of our topics, read as the operator. */
  List<Event> everyEventOn(Topic topic) {
    EventCodec codec = new EventCodec("test", Clock.systemUTC());
    return everythingOn(topic.topicName()).stream()
        .map(record -> codec.decode(record.key(), record.headers(), record.value()).event())
        .toList();
  }

  @Override
  public void close() {
    outsider.close();
    publicEvents.close();
  }
}
