package io.schemawright.messaging;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.schemawright.database.PassingFaults;
import io.schemawright.outbox.Outbox;
import io.schemawright.service.Health;
import io.schemawright.service.Part;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads topics into a database: a batch per transaction, offsets committed some time after it.
 *
 * <p>What a poll brings is handled in one transaction, together with the ids by which repeated
 * events are known and the events that are owed in return; where nobody waits for any of it, with
 * what the next polls bring. A record that cannot be read, or whose handler fails for good, is
 * found by handling the batch again one by one; it goes to the dead letter topic and the rest goes
 * on. A passing fault is waited out with the partitions paused, so that the reader stays in its
 * group. A crash at any point means that records are delivered again and found to be known.
 *
 * <p>One thread of its own; the methods may be called by any thread.
 *
 * @param <T> what a record is read as
 */
public final class EventLoop<T> implements Part {
  private static final Logger LOG = LoggerFactory.getLogger(EventLoop.class);

  /**
   * Well below {@code fetch.max.wait.ms}, 500. Where an empty fetch is answered within the poll
   * that sent it, the consumer sends the next one when that poll ends, and not before (KAFKA-20780,
   * in Kafka 4.3.1): until then what comes is not seen.
   */
  private static final Duration POLL = Duration.ofMillis(200);

  private static final long FIRST_BACKOFF_MILLIS = 50;
  private static final long LONGEST_BACKOFF_MILLIS = 5_000;

  private final String reader;
  private final Collection<String> topics;
  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final ReaderPartitions readerPartitions;
  private final BatchTransactions<T> batches;
  private final Counter retries;
  private final Thread thread;
  private volatile Consumer<byte[], byte[]> consumer;
  private volatile boolean closing;
  private volatile Health health = Health.notReady("joins its group");

  /**
   * A loop that begins with {@link #start}.
   *
   * @param reader the consumer group, which is also the reader's name in the inbox
   * @param topics their names
   * @param consumers makes a consumer that is not subscribed yet; called again after a fault that a
   *     consumer does not survive
   */
  public EventLoop(
      String reader,
      Collection<String> topics,
      Supplier<Consumer<byte[], byte[]>> consumers,
      Outbox outbox,
      ReaderPartitions readerPartitions,
      RecordHandler<T> handler,
      MeterRegistry metrics) {
    this.reader = reader;
    this.topics = List.copyOf(topics);
    this.consumers = consumers;
    this.consumer = consumers.get();
    this.readerPartitions = readerPartitions;
    this.batches = new BatchTransactions<>(reader, outbox, handler, metrics);
    this.retries =
        Counter.builder("schemawright.reader.retries")
            .description("Batches tried again after a passing fault")
            .tag("reader", reader)
            .register(metrics);
    this.thread = new Thread(this::run, reader);
  }

  /** Begins to read. */
  public void start() {
    thread.start();
  }

  private void run() {
    long backoff = FIRST_BACKOFF_MILLIS;
    while (!closing) {
      try (Consumer<byte[], byte[]> current = consumer) {
        current.subscribe(topics, new StartPositions(current, reader, readerPartitions));
        readUntilClosed();
      } catch (WakeupException | InterruptException e) {
        if (!closing) {
          stopped(e);
          return;
        }
      } catch (RuntimeException | Error e) {
        if (!PassingFaults.isPassing(e)) {
          stopped(e);
          return;
        }
        // Such as the database being away while partitions are assigned: begin anew.
        waiting(e, backoff);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(backoff));
        backoff = Math.min(LONGEST_BACKOFF_MILLIS, backoff * 2);
        consumer = consumers.get();
      }
    }
  }

  private void readUntilClosed() {
    List<Arrival<T>> gathered = new ArrayList<>();
    OffsetCommits commits = new OffsetCommits(consumer, System::nanoTime);
    while (!closing) {
      ConsumerRecords<byte[], byte[]> records = poll(commits.untilDue(POLL));
      if (!consumer.assignment().isEmpty()) {
        health = Health.ok();
      }
      records.forEach(record -> batches.read(record).ifPresent(gathered::add));
      commits.note(records);
      boolean due = commits.untilDue(POLL).isZero();
      if (due || gathered.stream().anyMatch(Arrival::isAwaited)) {
        takeIn(gathered);
        gathered.clear();
      }
      if (due) {
        commits.commit();
      }
    }
    takeIn(gathered);
    commits.commitTheLast();
  }

  /** What has come; nothing where {@link #close} ended the wait. */
  private ConsumerRecords<byte[], byte[]> poll(Duration longest) {
    try {
      return consumer.poll(longest);
    } catch (WakeupException e) {
      return ConsumerRecords.empty();
    }
  }

  private void stopped(Throwable fault) {
    health = Health.notReady("stopped: " + rootOf(fault).getMessage());
    LOG.atError()
        .setCause(fault)
        .addKeyValue("reader", reader)
        .log(
            "reader stopped; what it has not read waits on its topics until the service is restarted");
  }

  /** The consumer wraps what a rebalance callback throws in an exception that says nothing. */
  private static Throwable rootOf(Throwable fault) {
    Throwable root = fault;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  /** Handles the batch as a whole, or, where that fails for good, one by one. */
  private void takeIn(List<Arrival<T>> batch) {
    Optional<RuntimeException> fault = untilNoPassingFault(() -> batches.handle(batch));
    if (fault.isEmpty()) {
      return;
    }
    if (batch.size() > 1) {
      batch.forEach(arrival -> takeIn(List.of(arrival)));
      return;
    }
    ConsumerRecord<byte[], byte[]> record = batch.get(0).record();
    untilNoPassingFault(() -> batches.park(record, fault.get()))
        .ifPresent(
            parkingFault -> {
              throw parkingFault;
            });
  }

  /** Runs {@code work}, again and again while a passing fault is in the way; returns what stays. */
  private Optional<RuntimeException> untilNoPassingFault(Runnable work) {
    long backoff = FIRST_BACKOFF_MILLIS;
    while (true) {
      try {
        work.run();
        health = Health.ok();
        return Optional.empty();
      } catch (RuntimeException e) {
        if (!PassingFaults.isPassing(e)) {
          return Optional.of(e);
        }
        if (closing) {
          throw new InterruptException(
              "closing while waiting for a fault to pass", new InterruptedException());
        }
        waiting(e, backoff);
        stayInGroupFor(backoff);
        backoff = Math.min(LONGEST_BACKOFF_MILLIS, backoff * 2);
      }
    }
  }

  private void waiting(Throwable fault, long backoffMillis) {
    retries.increment();
    health = Health.notReady("waits for a fault to pass: " + rootOf(fault).getMessage());
    LOG.atWarn()
        .addKeyValue("reader", reader)
        .addKeyValue("backoffMillis", backoffMillis)
        .addKeyValue("fault", fault.toString())
        .log("a passing fault, will try again");
  }

  /**
   * Waits with the partitions paused and the consumer polled, so that the group keeps this member.
   */
  private void stayInGroupFor(long backoffMillis) {
    long jittered = backoffMillis / 2 + ThreadLocalRandom.current().nextLong(backoffMillis / 2 + 1);
    consumer.pause(consumer.assignment());
    try {
      ConsumerRecords<byte[], byte[]> early = consumer.poll(Duration.ofMillis(jittered));
      // What was assigned meanwhile was not paused: its records are for after the wait.
      early
          .partitions()
          .forEach(partition -> consumer.seek(partition, early.records(partition).get(0).offset()));
    } finally {
      consumer.resume(consumer.paused());
    }
  }

  @Override
  public String name() {
    return reader;
  }

  @Override
  public Health check() {
    return health;
  }

  @Override
  public void close() {
    closing = true;
    consumer.wakeup();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
