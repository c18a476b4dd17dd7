package io.schemawright.policy;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.schemawright.database.PassingFaults;
import io.schemawright.messaging.ClientMetrics;
import io.schemawright.messaging.KafkaClients;
import io.schemawright.messaging.KafkaSettings;
import io.schemawright.messaging.TargetPartitioner;
import io.schemawright.service.Health;
import io.schemawright.service.Part;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running topology: exactly once between topics, decisions committed as they are made. A
 * passing fault replaces the thread; any other stops it and shows in the health check.
 */
public final class PolicyStreams implements Part {
  private static final Logger LOG = LoggerFactory.getLogger(PolicyStreams.class);
  private static final Duration CLOSING = Duration.ofSeconds(10);
  private static final int LONGEST_LINGER_MILLIS = 1_000;

  private final KafkaStreams streams;

  private PolicyStreams(KafkaStreams streams) {
    this.streams = streams;
  }

  /**
   * Begins to run {@code topology}; its metrics and those of its clients are in {@code metrics}.
   */
  public static PolicyStreams start(
      Topology topology, KafkaSettings kafka, StreamsSettings settings, MeterRegistry metrics) {
    LOG.atInfo().addKeyValue("topology", topology.describe()).log("the topology");
    KafkaStreams streams = new KafkaStreams(topology, properties(kafka, settings));
    streams.setUncaughtExceptionHandler(PolicyStreams::answer);
    streams.start();
    measure(streams, metrics);
    return new PolicyStreams(streams);
  }

  private static void measure(KafkaStreams streams, MeterRegistry metrics) {
    // Closed with the registry: the topology lives as long as the service.
    @SuppressWarnings("resource")
    KafkaStreamsMetrics bound = new KafkaStreamsMetrics(streams);
    bound.bindTo(metrics);
    ClientMetrics.lag(metrics, PolicyTopology.APPLICATION_ID, streams::metrics);
  }

  private static StreamThreadExceptionResponse answer(Throwable fault) {
    boolean passing = PassingFaults.isPassing(fault);
    LOG.atError()
        .setCause(fault)
        .addKeyValue("passing", passing)
        .log(passing ? "a thread is replaced" : "policy stops judging until it is restarted");
    return passing
        ? StreamThreadExceptionResponse.REPLACE_THREAD
        : StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
  }

  static Properties properties(KafkaSettings kafka, StreamsSettings settings) {
    Properties properties = new Properties();
    properties.putAll(kafka.clientProperties());
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, PolicyTopology.APPLICATION_ID);
    properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, settings.commitIntervalMillis());
    // A record does not wait until the other topics are known to hold none that is older: nothing
    // here is decided by time. With the default of 0 a task under load mostly waits for fetches.
    properties.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
    properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.threads());
    properties.put(StreamsConfig.STATE_DIR_CONFIG, settings.stateDirectory().toString());
    properties.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, settings.replicationFactor());
    properties.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, SmallStores.class);
    properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
    properties.put(StreamsConfig.topicPrefix("max.message.bytes"), KafkaClients.LARGEST_BATCH);
    consumer(properties, ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    consumer(properties, ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 100);
    // A killed instance is missed after this long, and its partitions go to another.
    consumer(properties, ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
    consumer(properties, ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 1_000);
    producer(properties, ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 30_000);
    // Nobody sees a record before its transaction is committed, which sends what waits: so the
    // entries of a decision and the decision leave in one request.
    producer(properties, ProducerConfig.LINGER_MS_CONFIG, LONGEST_LINGER_MILLIS);
    producer(properties, ProducerConfig.MAX_REQUEST_SIZE_CONFIG, KafkaClients.LARGEST_BATCH);
    producer(
        properties, ProducerConfig.PARTITIONER_CLASS_CONFIG, TargetPartitioner.class.getName());
    return properties;
  }

  private static void consumer(Properties properties, String name, Object value) {
    properties.put(StreamsConfig.mainConsumerPrefix(name), value);
  }

  private static void producer(Properties properties, String name, Object value) {
    properties.put(StreamsConfig.producerPrefix(name), value);
  }

  @Override
  public String name() {
    return PolicyTopology.APPLICATION_ID;
  }

  @Override
  public Health check() {
    KafkaStreams.State state = streams.state();
    return state == KafkaStreams.State.RUNNING
        ? Health.ok()
        : Health.notReady("Kafka Streams is " + state);
  }

  @Override
  public void close() {
    if (!streams.close(CLOSING)) {
      LOG.atWarn().log("Kafka Streams did not close in time");
    }
  }
}
