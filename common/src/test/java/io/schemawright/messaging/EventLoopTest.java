package io.schemawright.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.schemawright.embedded.Infrastructure;
import io.schemawright.event.TraceParent;
import io.schemawright.outbox.Transaction;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

final class EventLoopTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  private final TestService service = new TestService();
  private final String group = "test-" + UUID.randomUUID();
  private String topic = "";

  @BeforeEach
  void createTopic() throws ExecutionException, InterruptedException {
    topic = TestService.topic();
    service
        .database()
        .inTransaction(handle -> handle.execute("create table effect (word text not null unique)"));
  }

  @AfterEach
  void close() {
    service.close();
  }

  /**
   * Writes each word; "bad" cannot be read, "fails" cannot be handled, "early" only the third time.
   */
  private static class Words implements RecordHandler<String> {
    private final AtomicInteger tries = new AtomicInteger();

    @Override
    public String read(ConsumerRecord<byte[], byte[]> record) {
      String word = new String(record.value(), UTF_8);
      if (word.equals("bad")) {
        throw new UnreadableRecord("a bad word", null);
      }
      return word;
    }

    @Override
    public TraceParent trace(String word) {
      return TraceParent.random();
    }

    @Override
    public Optional<String> eventId(String word) {
      return Optional.of("id of " + word);
    }

    @Override
    public void handle(Transaction transaction, String word) {
      transaction.handle().execute("insert into effect values (?)", word);
      if (word.equals("fails")) {
        throw new IllegalArgumentException("no handler can");
      }
      if (word.equals("early") && tries.incrementAndGet() < 3) {
        throw new IllegalStateException(new SQLTransientException("not yet"));
      }
    }
  }

  @Test
  void batch_withBadRecords_parksThemAndTakesInTheRest() throws Exception {
    publish("one", "bad", "two", "fails", "three");

    service.read(group, topic, new Words());

    await().atMost(LONG).until(() -> effects().size() == 3 && deadLetters().size() == 2);
    assertThat(effects()).containsExactlyInAnyOrder("one", "two", "three");
    awaitCount("dead.letters", 2);
    assertThat(deadLetters())
        .extracting(letter -> new String(letter.value(), UTF_8))
        .containsExactlyInAnyOrder("bad", "fails");
    assertThat(deadLetters())
        .extracting(letter -> EventCodec.text(letter.headers(), "dlq_reason").orElse(""))
        .containsExactlyInAnyOrder("a bad word", "no handler can");
    assertThat(deadLetters())
        .allSatisfy(
            letter -> {
              assertThat(EventCodec.text(letter.headers(), "dlq_reader")).contains(group);
              assertThat(EventCodec.text(letter.headers(), "dlq_topic")).contains(topic);
              assertThat(EventCodec.text(letter.headers(), "dlq_offset")).isPresent();
              assertThat(EventCodec.text(letter.headers(), "mine")).contains("kept");
            });
  }

  @Test
  void record_tooBadToBePutAsideAsItCame_isCutAndStopsNobody() throws Exception {
    try (Producer<byte[], byte[]> producer = TestService.producer()) {
      byte[] value = new byte[KafkaClients.LARGEST_RECORD + 100_000];
      value[0] = 'n';
      ProducerRecord<byte[], byte[]> large = new ProducerRecord<>(topic, 0, null, value);
      large.headers().add("a\0b", "a name that no text column takes".getBytes(UTF_8));
      large.headers().add("large", new byte[200_000]);
      large.headers().add("small", "kept".getBytes(UTF_8));
      producer.send(large).get();
    }
    publish("after");

    service.read(
        group,
        topic,
        new Words() {
          @Override
          public String read(ConsumerRecord<byte[], byte[]> record) {
            if (record.value().length > 100) {
              throw new UnreadableRecord("too large to be a word", null);
            }
            return super.read(record);
          }
        });

    await().atMost(LONG).until(() -> effects().size() == 1 && deadLetters().size() == 1);
    ConsumerRecord<byte[], byte[]> letter = deadLetters().get(0);
    assertThat(EventCodec.text(letter.headers(), "dlq_value_bytes"))
        .contains(Integer.toString(KafkaClients.LARGEST_RECORD + 100_000));
    assertThat(letter.value()).startsWith('n').hasSizeLessThan(KafkaClients.LARGEST_RECORD);
    assertThat(letter.headers().lastHeader("large")).isNull();
  }

  @Test
  void faultThatAConsumerDoesNotSurvive_isWaitedOutWithAnotherConsumer() throws Exception {
    publish("one");
    AtomicInteger made = new AtomicInteger();

    service.read(
        group,
        topic,
        new Words(),
        () ->
            made.incrementAndGet() == 1
                ? new FailingConsumer()
                : KafkaClients.consumer(TestService.kafka(), group));

    await().atMost(LONG).until(() -> effects().size() == 1);
    assertThat(made).hasValue(2);
  }

  /** As one whose database is away while it is given partitions. */
  private static final class FailingConsumer extends MockConsumer<byte[], byte[]> {
    FailingConsumer() {
      super("none");
    }

    @Override
    public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
      throw new KafkaException(new SQLTransientException("the database is away"));
    }
  }

  @Test
  void record_publishedTenTimes_takesEffectOnce() throws Exception {
    publish("same", "same", "same", "same", "same", "same", "same", "same", "same", "same", "last");

    service.read(group, topic, new Words());

    await().atMost(LONG).until(() -> effects().contains("last"));
    assertThat(effects()).containsExactly("same", "last");
    awaitCount("repeated", 9);
  }

  @Test
  void passingFault_isWaitedOutAndNothingIsParked() throws Exception {
    publish("before", "early", "after");

    service.read(group, topic, new Words());

    await().atMost(LONG).until(() -> effects().size() == 3);
    assertThat(effects()).containsExactly("before", "early", "after");
    assertThat(deadLetters()).isEmpty();
    assertThat(service.count("schemawright.reader.retries")).isEqualTo(2);
    awaitCount("handled", 3);
  }

  /** Of each pair the second is awaited, and each poll brings one record. */
  @Test
  void recordsNobodyWaitsFor_shareTheTransactionOfTheNextOneThatIsAwaited() throws Exception {
    int pairs = 20;
    for (int i = 0; i < pairs; i++) {
      publish("anytime " + i, "now " + i);
    }

    service.read(group, topic, new Patient(), this::oneByOne);

    await().atMost(LONG).until(() -> effects().size() == 2 * pairs);
    int transactions =
        service
            .database()
            .read(
                handle ->
                    handle
                        .createQuery("select count(distinct xmin::text) from effect")
                        .mapTo(Integer.class)
                        .one());
    // Where a pause of the machine parts a pair, the first of it is taken in by itself.
    assertThat(transactions).isGreaterThanOrEqualTo(pairs).isLessThan(2 * pairs);
  }

  @Test
  void recordsNobodyWaitsFor_areTakenInWithoutAnyThatIsAwaited_andNotLostByAClose()
      throws Exception {
    publish("anytime 1");
    EventLoop<String> first = service.read(group, topic, new Patient());
    await().atMost(LONG).until(() -> effects().size() == 1);
    publish("anytime 2");
    first.close();

    service.read(group, topic, new Patient());

    await().atMost(LONG).until(() -> effects().size() == 2);
    assertThat(service.count("schemawright.reader.repeated")).isZero();
  }

  /** Awaits what begins with "now". */
  private static final class Patient extends Words {
    @Override
    public boolean isAwaited(String word) {
      return word.startsWith("now");
    }
  }

  private Consumer<byte[], byte[]> oneByOne() {
    Map<String, Object> properties = properties();
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private Map<String, Object> properties() {
    Map<String, Object> properties = TestService.kafka().clientProperties();
    properties.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    properties.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "consumer");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    return properties;
  }

  @Test
  void commits_areOneAfterTheOther_ofThePartitionsThatWereReadOn_untilTheBrokerHasThem()
      throws Exception {
    RefusedAtFirst consumer = new RefusedAtFirst(properties());
    publish("one");

    service.read(group, topic, new Words(), () -> consumer);

    await().atMost(LONG).until(() -> consumer.offsets(topic).equals(List.of(1L)));
    publish("two");
    await().during(Duration.ofSeconds(1)).atMost(LONG).until(() -> consumer.commits.size() == 1);
    consumer.answering = true;
    await().atMost(LONG).until(() -> consumer.offsets(topic).equals(List.of(1L, 2L)));
    // The first fetch tells of the other partition too, though it is empty.
    Set<TopicPartition> read = Set.of(new TopicPartition(topic, 0));
    await()
        .atMost(LONG)
        .until(
            () -> {
              publish("a word more " + UUID.randomUUID());
              return consumer.commits.get(consumer.commits.size() - 1).keySet().equals(read);
            });
  }

  /** Remembers each commit; the first is answered only when told to, and then refused. */
  private static final class RefusedAtFirst extends KafkaConsumer<byte[], byte[]> {
    private final List<Map<TopicPartition, OffsetAndMetadata>> commits =
        new CopyOnWriteArrayList<>();
    private final Deque<Runnable> refusal = new ArrayDeque<>();
    private volatile boolean answering;

    RefusedAtFirst(Map<String, Object> properties) {
      super(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public void commitAsync(
        Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
      commits.add(offsets);
      if (commits.size() == 1) {
        refusal.add(() -> callback.onComplete(offsets, new DisconnectException()));
      } else {
        super.commitAsync(offsets, callback);
      }
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
      if (answering && !refusal.isEmpty()) {
        refusal.remove().run();
      }
      return super.poll(timeout);
    }

    private List<Long> offsets(String topic) {
      return commits.stream()
          .flatMap(commit -> Optional.ofNullable(commit.get(new TopicPartition(topic, 0))).stream())
          .map(OffsetAndMetadata::offset)
          .toList();
    }
  }

  @RepeatedTest(3)
  void restart_goesOnWhereItWas() throws Exception {
    publish("one");
    EventLoop<String> first = service.read(group, topic, new Words());
    await().atMost(LONG).until(() -> effects().size() == 1);
    first.close();
    publish("two");

    service.read(group, topic, new Words());

    await().atMost(LONG).until(() -> effects().size() == 2);
    assertThat(service.count("schemawright.reader.repeated")).isZero();
  }

  @Test
  void restart_offsetsLost_stopsInsteadOfGuessing() throws Exception {
    publish("one");
    EventLoop<String> first = service.read(group, topic, new Words());
    await().atMost(LONG).until(() -> effects().size() == 1);
    first.close();
    try (Admin admin = Admin.create(Infrastructure.kafka().adminProperties())) {
      await()
          .atMost(LONG)
          .ignoreExceptions() // The group has to be empty first.
          .until(
              () -> {
                admin.deleteConsumerGroups(List.of(group)).all().get();
                return true;
              });
    }

    EventLoop<String> second = service.read(group, topic, new Words());

    await().atMost(LONG).until(() -> second.check().detail().startsWith("stopped"));
    assertThat(second.check().ready()).isFalse();
    assertThat(second.check().detail()).contains("--reset-offsets");
  }

  /** What a transaction counts is counted after its commit, so after its effects are seen. */
  private void awaitCount(String counter, int expected) {
    await()
        .atMost(LONG)
        .untilAsserted(
            () -> assertThat(service.count("schemawright.reader." + counter)).isEqualTo(expected));
  }

  private void publish(String... words) throws ExecutionException, InterruptedException {
    try (Producer<byte[], byte[]> producer = TestService.producer()) {
      for (String word : words) {
        ProducerRecord<byte[], byte[]> record =
            new ProducerRecord<>(topic, 0, "orders".getBytes(UTF_8), word.getBytes(UTF_8));
        record.headers().add("mine", "kept".getBytes(UTF_8));
        producer.send(record).get();
      }
    }
  }

  private List<String> effects() {
    return service
        .database()
        .read(
            handle ->
                handle
                    .createQuery("select word from effect order by ctid")
                    .mapTo(String.class)
                    .list());
  }

  private List<ConsumerRecord<byte[], byte[]>> deadLetters() {
    return TestService.everythingOn(topic + ".dlq");
  }
}
