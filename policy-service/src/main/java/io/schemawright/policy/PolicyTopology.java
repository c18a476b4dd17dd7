package io.schemawright.policy;

import io.micrometer.core.instrument.MeterRegistry;
import io.schemawright.messaging.EventCodec;
import io.schemawright.messaging.TargetPartitioner;
import io.schemawright.messaging.Topic;
import io.schemawright.policy.plan.CompletedPlans;
import io.schemawright.policy.rehearsal.Rehearsals;
import io.schemawright.policy.set.SetsInForce;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.processor.TimestampExtractor;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * accepted, reviews, executions, catalog, targets, and the policy sets of all → judge (one docket
 * per target) → decisions, dead letters.
 *
 * <p>All sources have equal partition counts and one partitioner, so that everything about a target
 * meets in one task. The docket is one store with one changelog: each further partition would cost
 * every transaction another round trip.
 *
 * @param codec reads and writes events
 * @param policy judges
 * @param atStart the policy sets that were in force at the start
 * @param rehearsals where plans are tried out
 * @param completed what was decided about changes that may be taken back
 * @param clock tells from when the time for a review counts
 * @param metrics where the counters go
 */
public record PolicyTopology(
    EventCodec codec,
    Policy policy,
    SetsInForce atStart,
    Rehearsals rehearsals,
    CompletedPlans completed,
    Clock clock,
    MeterRegistry metrics)
    implements Supplier<Topology> {

  /** The name of the consumer group, and what the names of internal topics begin with. */
  public static final String APPLICATION_ID = "policy-judge";

  /** What the topology reads. */
  public static final List<Topic> SOURCES =
      List.of(Topic.ACCEPTED, Topic.REVIEWS, Topic.EXECUTIONS, Topic.CATALOG, Topic.TARGETS);

  static final String STORE = "docket";
  static final String DECISIONS = "decisions";
  static final String DEAD_LETTERS = "dead-letters";
  private static final String JUDGE = "judge";

  private static final StreamPartitioner<byte[], byte[]> BY_TARGET =
      (topic, key, value, partitions) ->
          Optional.of(Set.of(TargetPartitioner.partition(key, partitions)));

  /** Order never depends on time: a record without a valid one is read like any other. */
  private static final TimestampExtractor TIME_IF_ANY =
      (record, partitionTime) -> Math.max(0, record.timestamp());

  @Override
  public Topology get() {
    PolicyMetrics counters = new PolicyMetrics(metrics);
    StoreBuilder<KeyValueStore<String, byte[]>> docket =
        Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(STORE), Serdes.String(), Serdes.ByteArray())
            .withCachingDisabled();
    Topology topology = new Topology();
    for (Topic source : SOURCES) {
      topology.addSource(
          AutoOffsetReset.none(),
          source.topicName(),
          TIME_IF_ANY,
          new ByteArrayDeserializer(),
          new ByteArrayDeserializer(),
          source.topicName());
    }
    return topology
        .addGlobalStore(
            PublishedSets.store(),
            Topic.POLICIES.topicName() + "-source",
            new StringDeserializer(),
            new ByteArrayDeserializer(),
            Topic.POLICIES.topicName(),
            PublishedSets.STORE + "-keeper",
            PublishedSets::new)
        .addProcessor(
            JUDGE,
            () -> new Judge(codec, this::cases, counters),
            SOURCES.stream().map(Topic::topicName).toArray(String[]::new))
        .addStateStore(docket, JUDGE)
        .addSink(
            DECISIONS,
            Topic.DECISIONS.topicName(),
            new ByteArraySerializer(),
            new ByteArraySerializer(),
            BY_TARGET,
            JUDGE)
        .addSink(
            DEAD_LETTERS,
            (key, value, context) -> context.topic() + ".dlq",
            new ByteArraySerializer(),
            new ByteArraySerializer(),
            BY_TARGET,
            JUDGE);
  }

  private Cases cases(KeyValueStore<String, byte[]> published) {
    return new Cases(
        new Deliberation(
            policy,
            target ->
                atStart
                    .with(PublishedSets.in(published))
                    .judging(target.target(), target.environment()),
            rehearsals,
            completed,
            clock));
  }
}
