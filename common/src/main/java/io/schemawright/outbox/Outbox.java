package io.schemawright.outbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.schemawright.database.Database;
import io.schemawright.service.Health;
import io.schemawright.service.Part;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transactional outbox: state and the events about it change together.
 *
 * <p>{@link #transact} writes events as rows of the same transaction; a {@link Relay} sends them
 * once the transaction has committed and deletes them once the broker has them. Rows fall into
 * lanes by their key. Whoever commits tries the lane's advisory lock, sends the lane in order, and
 * looks once more after unlocking; a slow poll does the same for what a crash left. An event may be
 * sent twice (a crash between the broker's word and the delete), with the same id each time; it is
 * never lost. Thread-safe.
 */
public final class Outbox implements Part {
  static final int LANES = 16;
  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
  private static final Duration SLOW_POLL = Duration.ofSeconds(1);

  private final Database database;
  private final Relay relay;
  private final int largestRecord;
  private final Counter written;
  private final ExecutorService relays;
  private final ScheduledExecutorService polls;
  private final ScheduledFuture<?> slowPoll;
  private final Set<Integer> awaited = ConcurrentHashMap.newKeySet();
  private volatile Backlog backlog = new Backlog(0, Duration.ZERO);

  /**
   * An outbox over {@code database}.
   *
   * @param largestRecord the most bytes the broker takes in one record
   */
  public Outbox(Database database, Relay relay, int largestRecord, MeterRegistry metrics) {
    this.database = database;
    this.relay = relay;
    this.largestRecord = largestRecord;
    this.written =
        Counter.builder("schemawright.outbox.events")
            .description("Events written to the outbox")
            .register(metrics);
    Gauge.builder("schemawright.outbox.backlog", () -> backlog.events())
        .description("Events in the outbox that the broker does not have yet")
        .register(metrics);
    Gauge.builder("schemawright.outbox.age", () -> backlog.age().toMillis() / 1000.0)
        .description("Age of the oldest event in the outbox")
        .baseUnit("seconds")
        .register(metrics);
    this.relays = Executors.newFixedThreadPool(2, task -> daemon("outbox-relay", task));
    // Apart from the relays, which a broker that is away holds up: the backlog must show then.
    this.polls = Executors.newSingleThreadScheduledExecutor(task -> daemon("outbox-poll", task));
    this.slowPoll =
        polls.scheduleWithFixedDelay(this::poll, 0L, SLOW_POLL.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static Thread daemon(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Runs {@code work} in one transaction together with the events it publishes; after the commit
   * they are on their way.
   *
   * @throws EventTooLarge if an event is over the broker's limit; the transaction is rolled back
   */
  public <R> R transact(Function<Transaction, R> work) {
    Set<Integer> lanes = new TreeSet<>();
    List<Runnable> afterCommit = new ArrayList<>();
    List<Runnable> afterRollback = new ArrayList<>();
    R result;
    try {
      result =
          database.inTransaction(
              handle -> {
                Transaction transaction =
                    new Transaction(handle, largestRecord, afterCommit, afterRollback);
                R returned = work.apply(transaction);
                List<OutgoingRecord> records = transaction.finish();
                OutboxRows.insert(handle, records, LANES);
                records.forEach(record -> lanes.add(record.lane(LANES)));
                written.increment(records.size());
                return returned;
              });
    } catch (RuntimeException | Error e) {
      afterRollback.forEach(Runnable::run);
      throw e;
    }
    lanes.forEach(this::wake);
    afterCommit.forEach(Runnable::run);
    return result;
  }

  /** How many events wait for the broker, as the slow poll saw it last. */
  public Backlog backlog() {
    return backlog;
  }

  private void wake(int lane) {
    if (awaited.add(lane)) {
      try {
        relays.execute(
            () -> {
              awaited.remove(lane);
              drain(lane);
            });
      } catch (RejectedExecutionException e) {
        // Closing: the rows stay for the next start.
        awaited.remove(lane);
      }
    }
  }

  private void poll() {
    try {
      backlog = database.read(OutboxRows::backlog);
      if (backlog.events() > 0) {
        database.read(OutboxRows::lanes).forEach(this::wake);
      }
    } catch (RuntimeException e) {
      LOG.atWarn().setCause(e).log("cannot look into the outbox, will look again");
    }
  }

  private void drain(int lane) {
    try {
      do {
        Relay.Sent sent;
        do {
          sent = database.inTransaction(handle -> relay.sendSome(handle, lane));
        } while (sent == Relay.Sent.MORE_WAIT);
        if (sent == Relay.Sent.ANOTHER_IS_AT_IT) {
          return; // It looks once more after unlocking, and what this commit wrote is there by now.
        }
      } while (database.read(handle -> OutboxRows.anyIn(handle, lane)));
    } catch (RuntimeException e) {
      LOG.atWarn()
          .setCause(e)
          .addKeyValue("lane", lane)
          .log("could not send events, they stay in the outbox for the next look");
    }
  }

  @Override
  public String name() {
    return "outbox";
  }

  @Override
  public Health check() {
    Backlog seen = backlog;
    return seen.age().compareTo(Duration.ofSeconds(30)) < 0
        ? Health.ok()
        : Health.notReady(
            "%d events wait for the broker, the oldest for %d s"
                .formatted(seen.events(), seen.age().toSeconds()));
  }

  @Override
  public void close() {
    slowPoll.cancel(false);
    polls.shutdownNow();
    relays.shutdown();
    try {
      if (!relays.awaitTermination(10, TimeUnit.SECONDS)) {
        relays.shutdownNow();
      }
    } catch (InterruptedException e) {
      relays.shutdownNow();
      Thread.currentThread().interrupt();
    }
    relay.close();
  }
}
