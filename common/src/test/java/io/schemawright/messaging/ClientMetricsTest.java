package io.schemawright.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.junit.jupiter.api.Test;

class ClientMetricsTest {
  private static final String GROUP = "consumer-fetch-manager-metrics";

  private record Given(MetricName metricName, Object metricValue) implements Metric {}

  @Test
  void lag_isTheSumOverPartitions_eachOnce() {
    assertThat(
            ClientMetrics.lag(
                List.of(
                    lag("reader-1", "schema.requests", "0", 3.0),
                    // What Kafka adds for a topic with a dot.
                    lag("reader-1", "schema_requests", "0", 3.0),
                    lag("reader-1", "schema.requests", "1", 4.0),
                    lag("reader-2", "schema.requests", "1", 5.0),
                    lag("reader-1", "schema.reviews", "2", Double.NaN),
                    lag("reader-1-restore-consumer", "changelog", "0", 100.0),
                    new Given(
                        new MetricName("records-lag-max", GROUP, "", Map.of("client-id", "x")),
                        50.0))))
        .isEqualTo(12);
  }

  @Test
  void lag_beforeAnythingWasFetched_isZero() {
    assertThat(ClientMetrics.lag(List.of())).isZero();
  }

  @Test
  void connections_areThoseOfTheConsumer() {
    assertThat(
            ClientMetrics.connections(
                List.of(
                    new Given(
                        new MetricName("connection-count", "consumer-metrics", "", Map.of()), 2.0),
                    new Given(
                        new MetricName("connection-count", "other-metrics", "", Map.of()), 5.0),
                    new Given(
                        new MetricName("select-rate", "consumer-metrics", "", Map.of()), 7.0))))
        .isEqualTo(2);
  }

  private static Metric lag(String client, String topic, String partition, double value) {
    return new Given(
        new MetricName(
            "records-lag",
            GROUP,
            "",
            Map.of("client-id", client, "topic", topic, "partition", partition)),
        value);
  }
}
