package io.schemawright.notifier.delivery;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.SpanKind;
import io.schemawright.database.Database;
import io.schemawright.notifier.channel.Channel;
import io.schemawright.notifier.channel.Reply;
import io.schemawright.notifier.message.Message;
import io.schemawright.service.Health;
import io.schemawright.service.Part;
import io.schemawright.tracing.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers what waits for one channel, with as many threads as the channel allows.
 *
 * <p>A delivery's row stays locked while it is tried. Its lock ends with the connection, so what a
 * killed process had under way is taken up by the next at once, with the same id; nobody else tries
 * it meanwhile. Whoever commits a new delivery calls {@link #wake}; a slow poll finds what a crash
 * or a wait between tries left. Thread-safe.
 */
public final class Courier implements Part {
  private static final Logger LOG = LoggerFactory.getLogger(Courier.class);
  private static final Duration SLOW_POLL = Duration.ofSeconds(1);

  private final Channel channel;
  private final Database database;
  private final Backoff backoff;
  private final Counter delivered;
  private final Counter failed;
  private final Counter parked;
  private final Semaphore wakeUps = new Semaphore(0);
  private final ExecutorService threads;
  private volatile boolean closing;

  private Courier(Channel channel, Database database, Backoff backoff, MeterRegistry metrics) {
    this.channel = channel;
    this.database = database;
    this.backoff = backoff;
    this.delivered = counter(metrics, "delivered");
    this.failed = counter(metrics, "failed");
    this.parked = counter(metrics, "parked");
    Gauge.builder("schemawright.deliveries.waiting", this::waiting)
        .description("Deliveries that wait for their first or a further try")
        .tag("channel", channel.name())
        .register(metrics);
    AtomicInteger number = new AtomicInteger();
    this.threads =
        Executors.newFixedThreadPool(
            channel.couriers(),
            task -> new Thread(task, channel.name() + "-courier-" + number.incrementAndGet()));
  }

  /** A courier at work. */
  public static Courier start(Channel channel, Database database, MeterRegistry metrics) {
    return start(channel, database, Backoff.DEFAULT, metrics);
  }

  static Courier start(Channel channel, Database database, Backoff backoff, MeterRegistry metrics) {
    Courier courier = new Courier(channel, database, backoff, metrics);
    for (int i = 0; i < channel.couriers(); i++) {
      courier.threads.execute(courier::run);
    }
    return courier;
  }

  private Counter counter(MeterRegistry metrics, String outcome) {
    return Counter.builder("schemawright.deliveries")
        .description("Tries to deliver a message")
        .tag("channel", channel.name())
        .tag("outcome", outcome)
        .register(metrics);
  }

  private double waiting() {
    return database.read(handle -> Deliveries.waiting(handle, channel.name()));
  }

  /** The name of its channel. */
  public String channel() {
    return channel.name();
  }

  /** Says that a delivery may be due; does not wait. */
  public void wake() {
    if (wakeUps.availablePermits() < channel.couriers()) {
      wakeUps.release();
    }
  }

  private void run() {
    while (!closing) {
      try {
        if (!deliverSome()) {
          wakeUps.tryAcquire(SLOW_POLL.toMillis(), TimeUnit.MILLISECONDS);
        }
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        if (!closing) {
          LOG.atWarn()
              .setCause(e)
              .addKeyValue("channel", channel.name())
              .log("cannot deliver now, will look again");
          pause();
        }
      }
    }
  }

  private void pause() {
    try {
      // Nobody counts it down: it only ends early when the courier is closed.
      TimeUnit.MILLISECONDS.sleep(SLOW_POLL.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns whether there may be more to deliver; what came meanwhile has woken somebody. */
  private boolean deliverSome() {
    return database.inTransaction(
        handle -> {
          List<Deliveries.Claimed> claimed =
              Deliveries.claim(handle, channel.name(), channel.load());
          List<Message> arrived = new ArrayList<>();
          claimed.forEach(delivery -> deliver(handle, delivery, arrived));
          Deliveries.delivered(handle, arrived, channel.name());
          delivered.increment(arrived.size());
          return claimed.size() == channel.load();
        });
  }

  /** Tries it once; what the channel takes is added to {@code arrived}. */
  private void deliver(Handle handle, Deliveries.Claimed claimed, List<Message> arrived) {
    Message message = claimed.message();
    Reply reply =
        Trace.follow(
            claimed.trace(),
            SpanKind.CLIENT,
            "deliver " + channel.name(),
            Map.of("schemawright.attempt", Integer.toString(claimed.attempts() + 1)),
            () -> reply(message));
    reply
        .<Runnable>fold(
            taken -> () -> arrived.add(message),
            notNow -> () -> failed(handle, claimed, notNow),
            never -> () -> parked(handle, message, never.why()))
        .run();
  }

  private Reply reply(Message message) {
    try {
      return channel.deliver(message);
    } catch (RuntimeException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw e; // Closing: the row is let go as it was.
      }
      LOG.atError()
          .setCause(e)
          .addKeyValue("channel", channel.name())
          .log("the channel threw, which counts as a failed try");
      return new Reply.NotNow("the channel threw " + e.getClass().getName(), Optional.empty());
    }
  }

  private void failed(Handle handle, Deliveries.Claimed claimed, Reply.NotNow notNow) {
    int attempts = claimed.attempts() + 1;
    if (attempts >= channel.attempts()) {
      parked(handle, claimed.message(), notNow.why());
      return;
    }
    Duration wait = backoff.after(attempts, notNow.after(), ThreadLocalRandom.current());
    Deliveries.failed(handle, claimed.message(), channel.name(), wait, notNow.why());
    failed.increment();
    LOG.atInfo()
        .addKeyValue("channel", channel.name())
        .addKeyValue("requestId", claimed.message().requestId())
        .addKeyValue("attempt", attempts)
        .addKeyValue("waitMillis", wait.toMillis())
        .addKeyValue("reason", notNow.why())
        .log("could not deliver, will try again");
  }

  private void parked(Handle handle, Message message, String why) {
    Deliveries.parked(handle, message, channel.name(), why);
    parked.increment();
    LOG.atWarn()
        .addKeyValue("channel", channel.name())
        .addKeyValue("requestId", message.requestId())
        .addKeyValue("reason", why)
        .log("delivery parked: it is not tried again unless an operator sets it to pending");
  }

  @Override
  public String name() {
    return channel.name() + "-courier";
  }

  @Override
  public Health check() {
    return Health.ok();
  }

  @Override
  public void close() {
    closing = true;
    threads.shutdownNow();
    try {
      threads.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
