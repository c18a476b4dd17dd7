package io.schemawright.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.schemawright.embedded.Infrastructure;
import io.schemawright.event.Json;
import io.schemawright.event.TraceParent;
import io.schemawright.outbox.Transaction;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Dead letters of a real reader, and their way back to it. */
final class DeadLettersCommandTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  private final TestService service = new TestService();
  private final String group = "test-" + UUID.randomUUID();
  private final Reader reader = new Reader();
  private String topic = "";

  /** What a run of the command said. */
  private record Run(int status, String out, String err) {
    JsonNode json() throws Exception {
      return Json.mapper().readTree(out);
    }
  }

  /** Writes each word with its header; until it is mended it cannot handle any. */
  private static final class Reader implements RecordHandler<ConsumerRecord<byte[], byte[]>> {
    private volatile boolean mended;

    @Override
    public ConsumerRecord<byte[], byte[]> read(ConsumerRecord<byte[], byte[]> record) {
      return record;
    }

    @Override
    public Optional<String> eventId(ConsumerRecord<byte[], byte[]> record) {
      return EventCodec.text(record.headers(), "ce_id");
    }

    @Override
    public TraceParent trace(ConsumerRecord<byte[], byte[]> record) {
      return TraceParent.random();
    }

    @Override
    public void handle(Transaction transaction, ConsumerRecord<byte[], byte[]> record) {
      if (!mended) {
        throw new IllegalArgumentException("not yet \u001b[31mknown");
      }
      assertThat(record.headers())
          .allSatisfy(header -> assertThat(header.key()).doesNotStartWith("dlq_"));
      transaction
          .handle()
          .execute(
              "insert into effect values (?, ?, ?, ?)",
              new String(record.value(), UTF_8),
              new String(record.key(), UTF_8),
              record.partition(),
              EventCodec.text(record.headers(), "mine").orElse(""));
    }
  }

  @BeforeEach
  void letThreeRecordsDie() throws Exception {
    topic = TestService.topic();
    service
        .database()
        .inTransaction(
            handle ->
                handle.execute("create table effect (word text, key text, part int, mine text)"));
    try (Producer<byte[], byte[]> producer = TestService.producer()) {
      for (String word : List.of("one", "two", "three")) {
        // Not the partition that its key leads to: senders of requests choose theirs.
        ProducerRecord<byte[], byte[]> record =
            new ProducerRecord<>(
                topic,
                1 - TargetPartitioner.partition("orders", 2),
                "orders".getBytes(UTF_8),
                word.getBytes(UTF_8));
        record.headers().add("ce_id", word.getBytes(UTF_8));
        record.headers().add("mine", ("of " + word).getBytes(UTF_8));
        record.headers().add("dlq_replayed", "0".getBytes(UTF_8));
        producer.send(record).get();
      }
    }
    service.read(group, topic, reader);
    await().atMost(LONG).until(() -> TestService.everythingOn(topic + ".dlq").size() == 3);
  }

  @AfterEach
  void close() {
    service.close();
  }

  @Test
  void list_tellsWhatWasGivenUpAndWhy_andLetsNoTextActOnTheTerminal() throws Exception {
    Run text = run("list", topic);

    assertThat(text.status()).isZero();
    assertThat(text.out().lines()).hasSize(4);
    assertThat(text.out())
        .contains("waits", group, "not yet \\u001b[31mknown")
        .doesNotContain("\u001b");

    JsonNode json = run("list", "--output", "json", topic + ".dlq").json();
    assertThat(json).hasSize(3);
    assertThat(json.get(0).path("number").asLong()).isZero();
    assertThat(json.get(0).path("topic").asText()).isEqualTo(topic);
    assertThat(json.get(0).path("reader").asText()).isEqualTo(group);
    assertThat(run("list").out()).contains(topic);
  }

  @Test
  void show_hasTheRecordAsItCame() throws Exception {
    assertThat(run("show", topic, "1").out())
        .contains("two", "header     mine: of two", "because    not yet")
        .doesNotContain("\u001b", "dlq_");

    JsonNode json = run("show", topic, "1", "--output=json").json().get(0);
    assertThat(json.path("value").asText()).isEqualTo("two");
    assertThat(json.path("key").asText()).isEqualTo("orders");
    assertThat(json.path("headers")).hasSize(2);
  }

  @Test
  void replay_bringsARecordBackToItsReader_once_andRemembersIt() throws Exception {
    reader.mended = true;

    Run first = run("replay", topic, "1");

    assertThat(first.status()).as(first.err()).isZero();
    assertThat(first.out()).contains(topic + " 1: replayed");
    int partition = 1 - TargetPartitioner.partition("orders", 2);
    awaitEffects("two orders %d of two".formatted(partition));

    Run second = run("replay", topic, "1");
    assertThat(second.status()).isEqualTo(1);
    assertThat(second.out()).contains("replayed-before", "--again");
    assertThat(run("list", topic).out()).containsOnlyOnce("replayed");
    assertThat(run("show", topic, "1").out()).contains("  replayed   ");

    // Sent once more it is known by its id, as every repeated event is.
    assertThat(run("replay", topic, "1", "--again").status()).isZero();
    await()
        .atMost(LONG)
        .untilAsserted(
            () -> assertThat(service.count("schemawright.reader.repeated")).isEqualTo(1));
    awaitEffects("two orders %d of two".formatted(partition));
  }

  @Test
  void replayOfAll_takesTheRest_andSaysWhatItLeftAlone() throws Exception {
    reader.mended = true;
    assertThat(run("replay", topic, "0").status()).isZero();

    Run all = run("replay", topic, "--all", "--output", "json");

    assertThat(all.status()).as(all.err()).isZero();
    assertThat(all.json().findValuesAsText("result"))
        .containsExactly("replayed-before", "replayed", "replayed");
    await().atMost(LONG).untilAsserted(() -> assertThat(effects()).hasSize(3));
  }

  @Test
  void replay_whileTheReaderIsNotMended_isAnotherDeadLetter() {
    assertThat(run("replay", topic, "0").status()).isZero();

    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(run("list", topic, "--output=json").json().findValuesAsText("offset"))
                    .hasSize(5)); // Four letters, and the place of the one that was replayed.
  }

  @Test
  void recordThatWasCut_isNotReplayed() throws Exception {
    try (Producer<byte[], byte[]> producer = TestService.producer()) {
      producer
          .send(
              new ProducerRecord<>(
                  topic,
                  0,
                  "orders".getBytes(UTF_8),
                  new byte[KafkaClients.LARGEST_RECORD + 100_000]))
          .get();
    }
    await().atMost(LONG).until(() -> TestService.everythingOn(topic + ".dlq").size() == 4);

    Run replay = run("replay", topic, "3");

    assertThat(replay.status()).isEqualTo(1);
    assertThat(replay.out()).contains("not-whole", "publish it again");
    assertThat(run("list", topic).out()).doesNotContain("replayed");
  }

  @Test
  void replay_thatALaterOneHasOvertaken_sendsNothing() {
    DeadLetters letters = new DeadLetters(Infrastructure.kafka().adminProperties());
    try (DeadLetters.Replaying earlier = letters.startReplaying();
        DeadLetters.Replaying later = letters.startReplaying()) {
      ParkedRecord parked = letters.of(topic).get(0);
      later.send(parked);

      assertThatThrownBy(() -> earlier.send(parked)).isInstanceOf(KafkaException.class);
    }
    assertThat(TestService.everythingOn(topic)).hasSize(4);
  }

  @Test
  void whatIsWrong_isSaidWithTheRemedy() {
    assertThat(run("replay", topic).err()).contains("either the numbers of dead letters or --all");
    assertThat(run("replay", topic).status()).isEqualTo(2);
    assertThat(run("list", "schema.nothing").err()).contains("No topic schema.nothing", topic);
    Run missing = run("show", topic, "99");
    assertThat(missing.err()).contains("no dead letter 99", "dead-letters list " + topic);
    assertThat(missing.status()).isEqualTo(1);
    assertThat(run("--help").out()).contains("list", "show", "replay", "SCHEMAWRIGHT_KAFKA");
    assertThat(run("replay", "--help").out()).contains("--all", "--again");

    Run unset = run(Map.of(), "list");
    assertThat(unset.status()).isEqualTo(2);
    assertThat(unset.err()).contains("SCHEMAWRIGHT_KAFKA_BOOTSTRAP_SERVERS is missing");

    Map<String, String> wrongPassword = new HashMap<>(environment());
    wrongPassword.put("SCHEMAWRIGHT_KAFKA_PASSWORD", "guessed");
    Run refused = run(wrongPassword, "list");
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err())
        .contains("as operator", "password right")
        .doesNotContain("guessed", "\tat ");
  }

  private static Map<String, String> environment() {
    KafkaSettings kafka = TestService.kafka();
    return Map.of(
        "SCHEMAWRIGHT_KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(),
        "SCHEMAWRIGHT_KAFKA_USERNAME", Objects.requireNonNull(kafka.username().orElse(null)),
        "SCHEMAWRIGHT_KAFKA_PASSWORD", kafka.password());
  }

  private static Run run(String... arguments) {
    return run(environment(), arguments);
  }

  private static Run run(Map<String, String> environment, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status =
        DeadLettersCommand.run(
            environment, new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    return new Run(status, out.toString(), err.toString());
  }

  private void awaitEffects(String... expected) {
    await()
        .atMost(LONG)
        .untilAsserted(() -> assertThat(effects()).containsExactlyInAnyOrder(expected));
  }

  private List<String> effects() {
    return service
        .database()
        .read(
            handle ->
                handle
                    .createQuery("select concat_ws(' ', word, key, part, mine) from effect")
                    .mapTo(String.class)
                    .list());
  }
}
