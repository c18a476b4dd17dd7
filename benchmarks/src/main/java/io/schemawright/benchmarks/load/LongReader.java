package io.schemawright.benchmarks.load;

import io.schemawright.embedded.PostgresServer.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A transaction that has read every table of {@link TableChanges} and stays open: until it has kept
 * somebody waiting for a while, or until it is closed. Thread-safe.
 */
public final class LongReader implements AutoCloseable {
  private static final long LOOK_MILLIS = 20;
  private static final String KEPT_WAITING =
      """
      select pid || ' ' || query_start as attempt from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock'
         and ? = any (pg_blocking_pids(pid))
      """;

  private final Connection reading;
  private final Connection watching;
  private final Thread thread;
  private final long millis;
  private final Set<String> attempts = new HashSet<>();
  private volatile boolean closing;
  private volatile String failure = "";

  /**
   * Reads, and stays.
   *
   * @param millis how long it stays after it was first seen to keep somebody waiting
   */
  public LongReader(Database database, long millis) throws SQLException {
    this.millis = millis;
    this.reading = database.connect();
    this.watching = database.connect();
    reading.setAutoCommit(false);
    reading.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    int pid = readEveryTable(reading);
    this.thread = new Thread(() -> stay(pid), "bench-reader");
    thread.setDaemon(true);
    thread.start();
  }

  private static int readEveryTable(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      List<String> tables = new ArrayList<>();
      try (ResultSet row =
          statement.executeQuery(
              "select name from unnest(string_to_array('%s', ',')) name where to_regclass(name) is not null"
                  .formatted(String.join(",", TableChanges.TABLES)))) {
        while (row.next()) {
          tables.add(row.getString(1));
        }
      }
      for (String table : tables) {
        statement.execute("select from " + table + " limit 1");
      }
      try (ResultSet row = statement.executeQuery("select pg_backend_pid()")) {
        row.next();
        return row.getInt(1);
      }
    }
  }

  private void stay(int pid) {
    try (reading;
        watching;
        PreparedStatement query = watching.prepareStatement(KEPT_WAITING)) {
      query.setInt(1, pid);
      long until = Long.MAX_VALUE;
      while (!closing && System.nanoTime() < until) {
        look(query);
        if (until == Long.MAX_VALUE && !attempts.isEmpty()) {
          until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        }
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      }
      reading.rollback();
    } catch (SQLException e) {
      failure = String.valueOf(e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look(PreparedStatement query) throws SQLException {
    try (ResultSet row = query.executeQuery()) {
      while (row.next()) {
        attempts.add(row.getString("attempt"));
      }
    }
  }

  /**
   * Ends it, if it has not ended yet.
   *
   * @throws IllegalStateException if it was disturbed
   */
  @Override
  public void close() {
    closing = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!failure.isEmpty()) {
      throw new IllegalStateException("The long reader was disturbed: " + failure);
    }
  }

  /**
   * How many statements it was seen to keep waiting, once it has ended; one that is tried again
   * counts again.
   */
  public int keptWaiting() {
    return attempts.size();
  }
}
