package io.schemawright.messaging;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Kafka clients with the settings that the promises of this project rest on. */
public final class KafkaClients {
  /** The most bytes of one record between services; the topics are set up for it. */
  public static final int LARGEST_RECORD = 4 * 1024 * 1024;

  /** The same with room for what Kafka adds around it: what producers send and topics take. */
  public static final int LARGEST_BATCH = LARGEST_RECORD + 64 * 1024;

  /** So many are not waited with. */
  private static final int GATHERED_BYTES = 1024 * 1024;

  private KafkaClients() {}

  /** A producer that loses nothing, keeps order and does not repeat within its own life. */
  public static Producer<byte[], byte[]> producer(KafkaSettings settings, String clientId) {
    Map<String, Object> properties = settings.clientProperties();
    properties.put(ProducerConfig.CLIENT_ID_CONFIG, clientId);
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 120_000);
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 60_000);
    properties.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
    properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_BATCH);
    properties.put(ProducerConfig.LINGER_MS_CONFIG, 5); // Who does not want to wait flushes.
    properties.put(ProducerConfig.PARTITIONER_CLASS_CONFIG, TargetPartitioner.class.getName());
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** A consumer that sees only what is committed, at once, and commits only when told. */
  public static Consumer<byte[], byte[]> consumer(KafkaSettings settings, String group) {
    return consumer(settings, group, Duration.ZERO);
  }

  /**
   * The same, for whom the broker may gather records for as long as {@code patience}: each answer
   * costs it, and the reader, about as much as a few dozen records.
   */
  public static Consumer<byte[], byte[]> consumer(
      KafkaSettings settings, String group, Duration patience) {
    Map<String, Object> properties = settings.clientProperties();
    properties.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    properties.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "consumer");
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    properties.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 200);
    if (!patience.isZero()) {
      properties.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, GATHERED_BYTES);
      properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, Math.toIntExact(patience.toMillis()));
    }
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
