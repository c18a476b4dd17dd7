package io.schemawright.policy.rehearsal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends what takes too long, on a connection of its own: a statement can switch its own timeout off.
 * Thread-safe.
 */
final class Watchdog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);

  /** How long messages of a statement may pile up. */
  private static final long HUSH_MILLIS = 20;

  private final ScratchSettings settings;
  private final ScheduledExecutorService timer;
  private @Nullable Connection connection;

  Watchdog(ScratchSettings settings) {
    this.settings = settings;
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "rehearsal-watchdog");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Watches one rehearsal until it is closed. For the thread that rehearses. */
  final class Guard implements AutoCloseable {
    private final AtomicBoolean expired = new AtomicBoolean();
    private final ScheduledFuture<?> end;
    private @Nullable ScheduledFuture<?> hush;
    private volatile @Nullable Statement running;

    private Guard(Connection watched, int pid, Duration budget) {
      this.end =
          timer.schedule(
              () -> {
                expired.set(true);
                terminate(pid);
                abort(watched);
              },
              budget.toMillis(),
              TimeUnit.MILLISECONDS);
    }

    /**
     * Sees to it that the messages of a statement do not pile up here while it runs: the driver
     * keeps them all, and {@code RAISE NOTICE} in a loop makes thousands in a moment.
     */
    void hush(Statement statement) {
      running = statement;
      if (hush == null) {
        hush =
            timer.scheduleWithFixedDelay(
                this::forget, HUSH_MILLIS, HUSH_MILLIS, TimeUnit.MILLISECONDS);
      }
    }

    private void forget() {
      Statement statement = running;
      try {
        if (statement != null && !statement.isClosed()) {
          statement.clearWarnings();
        }
      } catch (SQLException e) {
        LOG.atDebug().setCause(e).log("the statement has ended meanwhile");
      }
    }

    boolean expired() {
      return expired.get();
    }

    @Override
    public void close() {
      end.cancel(false);
      if (hush != null) {
        hush.cancel(false);
      }
    }
  }

  /** Ends the server process {@code pid} and its connection unless closed within the budget. */
  Guard guard(Connection watched, int pid, Duration budget) {
    return new Guard(watched, pid, budget);
  }

  /** Runs a statement that must not be part of what is rehearsed, such as DROP DATABASE. */
  synchronized void execute(String sql) throws SQLException {
    try (Statement statement = connection().createStatement()) {
      statement.execute(sql);
    }
  }

  /** The server's major version. */
  synchronized int major() throws SQLException {
    return connection().getMetaData().getDatabaseMajorVersion();
  }

  /** The names that a query gives. */
  synchronized List<String> names(String sql) throws SQLException {
    List<String> names = new ArrayList<>();
    try (Statement statement = connection().createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    return names;
  }

  private synchronized void terminate(int pid) {
    try (PreparedStatement statement =
        connection().prepareStatement("select pg_terminate_backend(?)")) {
      statement.setInt(1, pid);
      statement.execute();
    } catch (SQLException e) {
      LOG.atWarn().setCause(e).log("a rehearsal over its budget could not be ended on the server");
    }
  }

  /** Frees the thread that waits, even where the server does not answer any more. */
  private static void abort(Connection watched) {
    try {
      watched.abort(Runnable::run);
    } catch (SQLException e) {
      LOG.atDebug().setCause(e).log("the connection of a rehearsal had gone already");
    }
  }

  private Connection connection() throws SQLException {
    Connection open = connection;
    if (open == null || open.isClosed() || !open.isValid(1)) {
      open = settings.connect();
      connection = open;
    }
    return open;
  }

  @Override
  public synchronized void close() {
    timer.shutdownNow();
    try {
      if (connection != null) {
        connection.close();
      }
    } catch (SQLException e) {
      LOG.atDebug().setCause(e).log("the watchdog's connection did not close");
    }
  }
}
