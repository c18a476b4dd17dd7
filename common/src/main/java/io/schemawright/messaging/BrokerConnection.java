package io.schemawright.messaging;

import io.schemawright.service.Health;
import io.schemawright.service.Part;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Whether a service's readers are connected to Kafka. Without brokers a reader only finds nothing
 * to read, which by itself looks like there being nothing. Thread-safe.
 */
final class BrokerConnection implements Part {
  private final List<ClientMetrics> readers = new CopyOnWriteArrayList<>();

  void watch(ClientMetrics reader) {
    readers.add(reader);
  }

  @Override
  public String name() {
    return "kafka";
  }

  @Override
  public Health check() {
    return readers.stream().allMatch(ClientMetrics::connected)
        ? Health.ok()
        : Health.notReady("no connection to Kafka: its brokers are away or refuse the login");
  }

  /** The readers close their consumers. */
  @Override
  public void close() {}
}
