package io.schemawright.messaging;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.jspecify.annotations.Nullable;

/**
 * Makes a reader's consumers and measures the one in use: Kafka's own metrics of it, and how far it
 * is behind. For one thread; what is measured may be read by any.
 */
public final class ClientMetrics implements Supplier<Consumer<byte[], byte[]>> {
  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final MeterRegistry metrics;
  private volatile @Nullable Consumer<byte[], byte[]> current;
  private @Nullable KafkaClientMetrics measured;

  ClientMetrics(
      String reader, Supplier<Consumer<byte[], byte[]>> consumers, MeterRegistry metrics) {
    this.consumers = consumers;
    this.metrics = metrics;
    lag(
        metrics,
        reader,
        () -> {
          Consumer<byte[], byte[]> consumer = current;
          return consumer == null ? Map.of() : consumer.metrics();
        });
  }

  @Override
  public Consumer<byte[], byte[]> get() {
    Consumer<byte[], byte[]> consumer = consumers.get();
    if (measured != null) {
      measured.close();
    }
    measured = new KafkaClientMetrics(consumer);
    measured.bindTo(metrics);
    current = consumer;
    return consumer;
  }

  /**
   * Whether the consumer has a connection to a broker. One that is in use always has: it sends
   * heartbeats.
   */
  boolean connected() {
    Consumer<byte[], byte[]> consumer = current;
    return consumer != null && connections(consumer.metrics().values()) > 0;
  }

  static double connections(Collection<? extends Metric> all) {
    return all.stream()
        .filter(
            metric ->
                metric.metricName().name().equals("connection-count")
                    && metric.metricName().group().equals("consumer-metrics"))
        .mapToDouble(metric -> metric.metricValue() instanceof Double count ? count : 0)
        .sum();
  }

  /** The same producer, whose metrics are now among {@code metrics}. */
  static Producer<byte[], byte[]> measured(
      Producer<byte[], byte[]> producer, MeterRegistry metrics) {
    // Closed with the registry: the producer lives as long as the service.
    @SuppressWarnings("resource")
    KafkaClientMetrics bound = new KafkaClientMetrics(producer);
    bound.bindTo(metrics);
    return producer;
  }

  /**
   * Adds the metric that says how many records a reader is behind, as its fetches saw it last.
   *
   * @param clientMetrics Kafka's own metrics of all consumers of the reader
   */
  public static void lag(
      MeterRegistry metrics,
      String reader,
      Supplier<Map<MetricName, ? extends Metric>> clientMetrics) {
    Gauge.builder("schemawright.reader.lag", () -> lag(clientMetrics.get().values()))
        .description("Records that a reader has not fetched yet, over all partitions it has")
        .baseUnit("records")
        .tag("reader", reader)
        .register(metrics);
  }

  static double lag(Collection<? extends Metric> all) {
    Map<List<String>, Double> ofPartitions = new HashMap<>();
    for (Metric metric : all) {
      MetricName name = metric.metricName();
      String client = name.tags().getOrDefault("client-id", "");
      // Kafka Streams' restoring consumers reread what was read before: that is no backlog.
      if (name.name().equals("records-lag")
          && name.group().equals("consumer-fetch-manager-metrics")
          && !client.contains("restore-consumer")
          && metric.metricValue() instanceof Double records
          && !records.isNaN()) {
        // Kafka gives each number twice for a topic with a dot, the second time with underscores.
        String topic = name.tags().getOrDefault("topic", "").replace('.', '_');
        ofPartitions.put(
            List.of(client, topic, name.tags().getOrDefault("partition", "")), records);
      }
    }
    return ofPartitions.values().stream().mapToDouble(Double::doubleValue).sum();
  }
}
