package io.schemawright.messaging;

import io.schemawright.database.Database;
import io.schemawright.outbox.Outbox;
import io.schemawright.outbox.Relay;
import io.schemawright.service.Service;
import java.time.Clock;
import java.util.Collection;
import java.util.EnumSet;

/** A service's connection to its topics: the codec, the outbox and the readers. Thread-safe. */
public final class Messaging {
  private final Service service;
  private final KafkaSettings kafka;
  private final Outbox outbox;
  private final EventCodec codec;
  private final ReaderPartitions readerPartitions;
  private final BrokerConnection connection;

  private Messaging(
      Service service, KafkaSettings kafka, Outbox outbox, ReaderPartitions readerPartitions) {
    this.service = service;
    this.kafka = kafka;
    this.outbox = outbox;
    this.codec = new EventCodec(service.name(), Clock.systemUTC());
    this.readerPartitions = readerPartitions;
    this.connection = service.add(new BrokerConnection());
  }

  /**
   * Checks the topics and adds an outbox over {@code database} to the service.
   *
   * @throws IllegalStateException if a topic's partition count is not what it was
   * @throws org.apache.kafka.common.KafkaException if the broker does not answer or lacks a topic
   */
  public static Messaging open(Service service, KafkaSettings kafka, Database database) {
    PartitionCounts.check(kafka, database, EnumSet.allOf(Topic.class));
    Outbox outbox =
        service.add(
            new Outbox(
                database,
                new Relay(
                    ClientMetrics.measured(
                        KafkaClients.producer(kafka, service.name() + "-outbox"),
                        service.metrics())),
                KafkaClients.LARGEST_RECORD,
                service.metrics()));
    return new Messaging(service, kafka, outbox, new ReaderPartitions(database));
  }

  /** Where the service's transactions publish. */
  public Outbox outbox() {
    return outbox;
  }

  /** The codec that names this service as the source. */
  public EventCodec codec() {
    return codec;
  }

  /**
   * Adds a reader to the service and starts it.
   *
   * @param purpose completes the group's name: {@code <service>-<purpose>}
   */
  public <T> EventLoop<T> read(String purpose, Collection<Topic> topics, RecordHandler<T> handler) {
    String group = service.name() + "-" + purpose;
    ClientMetrics consumers =
        new ClientMetrics(
            group,
            () -> KafkaClients.consumer(kafka, group, handler.patience()),
            service.metrics());
    EventLoop<T> loop =
        service.add(
            new EventLoop<>(
                group,
                topics.stream().map(Topic::topicName).toList(),
                consumers,
                outbox,
                readerPartitions,
                handler,
                service.metrics()));
    loop.start();
    connection.watch(consumers);
    return loop;
  }
}
