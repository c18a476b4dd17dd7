package io.schemawright.policy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.schemawright.event.Cause;
import io.schemawright.event.DecisionMade;
import io.schemawright.event.Envelope;
import io.schemawright.event.Event;
import io.schemawright.event.EventId;
import io.schemawright.event.PolicySetPublished;
import io.schemawright.event.TargetDescribed;
import io.schemawright.event.TraceParent;
import io.schemawright.messaging.EventCodec;
import io.schemawright.messaging.Topic;
import io.schemawright.outbox.OutgoingRecord;
import io.schemawright.plan.PolicySet;
import io.schemawright.plan.Verdict;
import io.schemawright.policy.rehearsal.Rehearsals;
import io.schemawright.policy.rule.Rules;
import io.schemawright.policy.set.SetsInForce;
import io.schemawright.request.RequestId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** The topology on a test driver, with events in and decisions out. */
final class Stage implements AutoCloseable {
  static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  static final String OPTED_IN = "sandbox";
  static final String REVIEWED = "orders";

  final FakeRehearsals rehearsals;
  final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final EventCodec codec = new EventCodec("test", Clock.fixed(NOON, ZoneOffset.UTC));
  private final TopologyTestDriver driver;
  private final Map<RequestId, DecisionMade> approved = new HashMap<>();
  private final List<PolicySetPublished> published = new ArrayList<>();
  private Instant now;
  private int events;

  Stage(FakeRehearsals rehearsals) {
    this(rehearsals, rehearsals, Rules.load(), NOON);
  }

  /** With rules of its own, and plans tried out on {@code real}. */
  Stage(Rehearsals real, Rules rules) {
    this(new FakeRehearsals(), real, rules, NOON);
  }

  private Stage(FakeRehearsals rehearsals, Rehearsals used, Rules rules, Instant now) {
    this.rehearsals = rehearsals;
    this.now = now;
    PolicySet set = builtIn();
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, PolicyTopology.APPLICATION_ID);
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
    properties.put(StreamsConfig.STATE_DIR_CONFIG, newDirectory().toString());
    properties.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, SmallStores.class);
    this.driver =
        new TopologyTestDriver(
            new PolicyTopology(
                    new EventCodec("policy", Clock.fixed(NOON, ZoneOffset.UTC)),
                    new Policy(rules),
                    SetsInForce.newestOf(List.of(set)),
                    used,
                    id -> Optional.ofNullable(approved.get(id)),
                    Clock.fixed(NOON, ZoneOffset.UTC),
                    metrics)
                .get(),
            properties,
            now);
  }

  /** The policy set at the start. */
  static PolicySet builtIn() {
    return PolicySettingsTest.settings(Map.of("AUTO_APPROVE_TARGETS", OPTED_IN)).policySet();
  }

  /** The driver removes it. */
  private static Path newDirectory() {
    try {
      return Files.createTempDirectory("policy-stage");
    } catch (IOException e) {
      throw new UncheckedIOException("no directory for the state", e);
    }
  }

  /** A stage on which both targets are known. */
  static Stage set() {
    Stage stage = new Stage(new FakeRehearsals());
    stage.send(described(OPTED_IN));
    stage.send(described(REVIEWED));
    return stage;
  }

  static TargetDescribed described(String target) {
    return new TargetDescribed(target, "development", 18, "18.1", List.of(), true, "");
  }

  /** The same state in a new process, as its changelog restores it. */
  Stage restarted() {
    Stage next = new Stage(rehearsals, rehearsals, Rules.load(), now);
    try (KeyValueIterator<String, byte[]> entries = store().all()) {
      entries.forEachRemaining(entry -> next.store().put(entry.key, entry.value));
    }
    next.events = events + 1000;
    published.forEach(next::send);
    return next;
  }

  /** What the topology remembers. */
  KeyValueStore<String, byte[]> store() {
    return driver.getKeyValueStore(PolicyTopology.STORE);
  }

  /** A policy set is in force from now on. */
  void publish(PolicySet set) {
    PolicySetPublished event = new PolicySetPublished(set);
    published.add(event);
    send(event);
  }

  /** Lets time go by. */
  void pass(Duration time) {
    now = now.plus(time);
    driver.advanceWallClockTime(time);
  }

  /** Sends an event and gives its id. */
  EventId send(Event event) {
    EventId id = new EventId("event-" + ++events);
    send(event, id);
    return id;
  }

  /** Sends an event under an id of its own, such as one sent before. */
  void send(Event event, EventId id) {
    OutgoingRecord record = codec.encode(event, new Cause(id, TraceParent.random()));
    RecordHeaders headers = new RecordHeaders();
    record.headers().forEach(headers::add);
    send(record.topic(), record.key(), headers, record.payload());
  }

  void send(String topic, byte @Nullable [] key, RecordHeaders headers, byte @Nullable [] value) {
    driver
        .createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer())
        .pipeInput(new TestRecord<>(key, value, headers, NOON));
  }

  /** The decisions made since the last look. */
  List<DecisionMade> decisions() {
    List<DecisionMade> all = said().map(Envelope::event).map(DecisionMade.class::cast).toList();
    all.stream()
        .filter(decision -> decision.verdict() instanceof Verdict.Approved)
        .forEach(decision -> approved.put(decision.requestId(), decision));
    return all;
  }

  /** What was said on the topic of decisions since the last look. */
  Stream<Envelope<Event>> said() {
    return driver
        .createOutputTopic(
            Topic.DECISIONS.topicName(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
        .readRecordsToList()
        .stream()
        .map(record -> codec.decode(record.key(), record.headers(), record.value()));
  }

  /** The one decision made since the last look. */
  DecisionMade decision() {
    List<DecisionMade> all = decisions();
    if (all.size() != 1) {
      throw new AssertionError("one decision expected: " + all);
    }
    return all.get(0);
  }

  /** What went to the dead letter topic of {@code topic}. */
  List<TestRecord<byte[], byte[]>> deadLetters(Topic topic) {
    return driver
        .createOutputTopic(
            topic.deadLetterName(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
        .readRecordsToList();
  }

  @Override
  public void close() {
    driver.close();
  }
}
