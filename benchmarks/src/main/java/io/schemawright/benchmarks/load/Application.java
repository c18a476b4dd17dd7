package io.schemawright.benchmarks.load;

import io.schemawright.benchmarks.result.Samples;
import io.schemawright.embedded.PostgresServer.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * An application that reads and writes the tables of {@link TableChanges}, each of its connections
 * by one statement after the other with a millisecond in between. How long each took is noted,
 * whatever came of it: a table that is being renamed or dropped is not there for a while.
 * Thread-safe.
 */
public final class Application implements AutoCloseable {
  /** The table is not there, or the query has lost a deadlock: applications ask again. */
  private static final Set<String> ASKS_AGAIN = Set.of("42P01", "40P01");

  private static final long THINK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(2);
  private static final int CUSTOMERS = 1_000;

  private final Database database;
  private final long items;
  private final List<Thread> threads = new ArrayList<>();
  private final List<Worker> workers = new ArrayList<>();
  private final Queue<Query> queries = new ConcurrentLinkedQueue<>();
  private volatile boolean closing;
  private volatile String failure = "";

  /** One that was answered. */
  private record Query(long begunNanos, long endedNanos) {
    double millis() {
      return (endedNanos - begunNanos) / 1e6;
    }
  }

  /** What a connection asks, with one parameter: an id up to {@code highest}. */
  private record Asked(String sql, long highest) {}

  /**
   * Begins to work.
   *
   * @param items how many rows the table of that name has, their ids from 1
   * @param connections half of them read, half of them write
   */
  public Application(Database database, long items, int connections) {
    this.database = database;
    this.items = items;
    for (int i = 0; i < connections; i++) {
      Worker worker = new Worker(i % 2 == 0 ? reading() : writing());
      Thread thread = new Thread(worker, "bench-application-" + i);
      thread.setDaemon(true);
      workers.add(worker);
      threads.add(thread);
      thread.start();
    }
  }

  private List<Asked> reading() {
    return List.of(
        new Asked("select price from public.items where id = ?", items),
        new Asked("select name from public.customers where id = ?", CUSTOMERS),
        new Asked("select number from public.visits where id = ? and day = '2026-01-02'", items));
  }

  private List<Asked> writing() {
    return List.of(
        new Asked("update public.items set price = price + 1 where id = ?", items),
        new Asked("insert into public.items (price, customer_id) values (1, ?)", CUSTOMERS),
        new Asked("update public.customers set name = 'anna' where id = ?", CUSTOMERS),
        new Asked("insert into public.visits (day, number) values ('2026-01-02', ?)", items));
  }

  /**
   * How long each query took that was in progress at some time from then until now, and forgets
   * them. Waits for those that are still in progress.
   *
   * @param fromNanos on the clock of {@link System#nanoTime()}
   * @throws IllegalStateException if the application had to give up, or a query is never answered
   */
  public Samples millisSince(long fromNanos) throws InterruptedException {
    awaitAnswers(System.nanoTime());
    List<Double> millis = new ArrayList<>();
    for (Query query = queries.poll(); query != null; query = queries.poll()) {
      if (query.endedNanos() >= fromNanos) {
        millis.add(query.millis());
      }
    }
    return Samples.of(millis);
  }

  private void awaitAnswers(long now) throws InterruptedException {
    while (workers.stream().anyMatch(worker -> worker.answeredNanos < now)) {
      if (!failure.isEmpty()) {
        throw new IllegalStateException("The application's query failed: " + failure);
      }
      if (System.nanoTime() - now > PATIENCE_NANOS) {
        throw new IllegalStateException("A query of the application is never answered");
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  /** One connection. */
  private final class Worker implements Runnable {
    private final List<Asked> statements;

    /** When the last query that was answered began. */
    private volatile long answeredNanos = Long.MIN_VALUE;

    Worker(List<Asked> statements) {
      this.statements = statements;
    }

    @Override
    public void run() {
      try (Connection connection = database.connect()) {
        for (int i = 0; !closing; i++) {
          long begun = System.nanoTime();
          ask(connection, statements.get(i % statements.size()));
          queries.add(new Query(begun, System.nanoTime()));
          answeredNanos = begun;
          LockSupport.parkNanos(THINK_NANOS);
        }
      } catch (SQLException e) {
        failure = String.valueOf(e.getMessage());
      }
    }

    private void ask(Connection connection, Asked asked) throws SQLException {
      try (PreparedStatement statement = connection.prepareStatement(asked.sql())) {
        statement.setLong(1, 1 + ThreadLocalRandom.current().nextLong(asked.highest()));
        statement.execute();
      } catch (SQLException e) {
        if (!ASKS_AGAIN.contains(String.valueOf(e.getSQLState()))) {
          throw e;
        }
      }
    }
  }

  @Override
  public void close() {
    closing = true;
    try {
      for (Thread thread : threads) {
        thread.join(TimeUnit.SECONDS.toMillis(30));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
