package io.schemawright.benchmarks.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.schemawright.benchmarks.load.Settled.How;
import io.schemawright.event.ChangeCompleted;
import io.schemawright.event.DecisionMade;
import io.schemawright.event.Event;
import io.schemawright.event.RequestRejected;
import io.schemawright.local.Stack;
import io.schemawright.messaging.EventCodec;
import io.schemawright.messaging.Topic;
import io.schemawright.plan.Finding;
import io.schemawright.plan.Verdict;
import io.schemawright.request.RequestId;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Publishes requests the way anybody may, without a login, and hears what becomes of them on the
 * public topics. Thread-safe.
 */
public final class Traffic implements AutoCloseable {
  private final EventCodec codec = new EventCodec("bench", Clock.systemUTC());
  private final Map<String, Pending> pending = new ConcurrentHashMap<>();
  private final KafkaProducer<byte[], byte[]> producer;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Thread listener;

  /** To wait for a review settles a request, or it is somebody's business and goes on. */
  private record Pending(
      long publishedNanos, CompletableFuture<Settled> settled, @Nullable Runnable whenWaiting) {}

  /** Listens from now on. */
  public Traffic(Stack stack) {
    Map<String, Object> properties = new HashMap<>(stack.kafkaEndpoints().outsiderProperties());
    properties.put("acks", "all");
    properties.put("linger.ms", 0); // The default of 5 would be a quarter of the goal.
    this.producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    Map<String, Object> reading = new HashMap<>(stack.kafkaEndpoints().outsiderProperties());
    reading.put("isolation.level", "read_committed");
    this.consumer =
        new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        Stream.of(Topic.NOTIFICATIONS, Topic.REJECTED, Topic.DECISIONS)
            .flatMap(topic -> consumer.partitionsFor(topic.topicName()).stream())
            .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position); // Seeking is lazy; what comes from here on is ours.
    this.listener = new Thread(this::listen, "bench-listener");
    listener.setDaemon(true);
    listener.start();
  }

  /** Publishes now, without waiting for the broker's word. */
  public CompletableFuture<Settled> publish(String requestId, String request) {
    return publish(requestId, request, System.nanoTime());
  }

  /**
   * Publishes a request whose time was due; a late sender thus makes a long latency, not none.
   *
   * @param dueNanos on the clock of {@link System#nanoTime()}
   */
  public CompletableFuture<Settled> publish(String requestId, String request, long dueNanos) {
    return publish(requestId, request, dueNanos, null);
  }

  /**
   * Publishes a request that is settled by nothing but its end.
   *
   * @param whenWaiting is told each time that it waits for a review, by the thread that listens
   */
  public CompletableFuture<Settled> publish(
      String requestId, String request, Runnable whenWaiting) {
    return publish(requestId, request, System.nanoTime(), whenWaiting);
  }

  private CompletableFuture<Settled> publish(
      String requestId, String request, long dueNanos, @Nullable Runnable whenWaiting) {
    CompletableFuture<Settled> settled = new CompletableFuture<>();
    Pending former = pending.putIfAbsent(requestId, new Pending(dueNanos, settled, whenWaiting));
    if (former != null) {
      throw new IllegalArgumentException("Request " + requestId + " was published before");
    }
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(Topic.REQUESTS.topicName(), null, request.getBytes(UTF_8));
    record.headers().add("ce_id", requestId.getBytes(UTF_8));
    var unused =
        producer.send(
            record,
            (metadata, failure) -> {
              if (failure != null) {
                settled.completeExceptionally(failure);
              }
            });
    return settled;
  }

  /** How many requests are published and not settled. */
  public int inFlight() {
    return pending.size();
  }

  private void listen() {
    try {
      while (true) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
          long now = System.nanoTime();
          hear(codec.decode(record.key(), record.headers(), record.value()).event(), now);
        }
      }
    } catch (WakeupException closing) {
      // That is how it ends.
    } catch (RuntimeException e) {
      pending.values().forEach(each -> each.settled().completeExceptionally(e));
    } finally {
      consumer.close();
    }
  }

  private void hear(Event event, long now) {
    if (event instanceof ChangeCompleted completed) {
      How how =
          switch (completed.outcome()) {
            case COMPLETED -> How.COMPLETED;
            case REJECTED -> How.REFUSED;
            case FAILED, UNDONE, CANCELLED -> How.OTHERWISE;
          };
      settle(completed.requestId(), how, completed.summary(), completed.stageMillis(), now);
    } else if (event instanceof RequestRejected rejected) {
      settle(rejected.requestId(), How.INVALID, rejected.problems().toString(), Map.of(), now);
    } else if (event instanceof DecisionMade decision
        && decision.verdict() instanceof Verdict.Waiting) {
      Pending waiting = pending.get(decision.requestId().value());
      if (waiting != null && waiting.whenWaiting() != null) {
        waiting.whenWaiting().run();
      } else {
        String findings =
            decision.findings().stream().map(Finding::message).collect(Collectors.joining("; "));
        settle(decision.requestId(), How.WAITING, "waits for a review: " + findings, Map.of(), now);
      }
    }
  }

  private void settle(
      RequestId request, How how, String because, Map<String, Long> stageMillis, long now) {
    Pending waiting = pending.remove(request.value());
    if (waiting != null) {
      waiting
          .settled()
          .complete(
              new Settled(
                  request.value(), how, because, waiting.publishedNanos(), now, stageMillis));
    }
  }

  @Override
  public void close() {
    producer.close();
    consumer.wakeup();
    try {
      listener.join(Duration.ofSeconds(10).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
