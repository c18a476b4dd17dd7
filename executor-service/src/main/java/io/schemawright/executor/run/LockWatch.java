package io.schemawright.executor.run;

import io.schemawright.event.ExecutionWaitingForLock.Blocker;
import io.schemawright.executor.target.Target;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees who is in the way of a session that waits for a lock, from another connection while it
 * waits: afterwards nobody can tell. Cancels what it runs where that is wished, by {@code
 * pg_cancel_backend} (manual, section 9.28). A step that is quicker than half its lock timeout
 * costs nothing.
 */
final class LockWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LockWatch.class);
  private static final long SHORTEST_PERIOD_MILLIS = 50;
  private static final long WITHOUT_TIMEOUT_MILLIS = 1000;
  private static final String BLOCKERS =
      """
      select pid, coalesce(state, 'unknown') as state,
             coalesce((extract(epoch from clock_timestamp() - xact_start) * 1000)::bigint, 0)
               as transaction_millis
        from pg_catalog.pg_stat_activity
       where pid = any (pg_catalog.pg_blocking_pids(?))
       order by pid
      """;

  private static final String CANCEL = "select pg_catalog.pg_cancel_backend(?)";

  private final ScheduledThreadPoolExecutor clock;

  LockWatch() {
    clock =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "lock-watch");
              thread.setDaemon(true);
              return thread;
            });
    clock.setRemoveOnCancelPolicy(true);
  }

  /**
   * Watches the session of that process on the server, until closed.
   *
   * @param unwanted whether what it runs is to be cancelled; asked at each look, until it is so
   */
  Watched watch(Target target, int pid, Duration lockTimeout, BooleanSupplier unwanted) {
    long period =
        lockTimeout.isZero()
            ? WITHOUT_TIMEOUT_MILLIS
            : Math.max(SHORTEST_PERIOD_MILLIS, lockTimeout.toMillis() / 2);
    return new Watched(target, pid, clock, period, unwanted);
  }

  private static List<Blocker> blockersOf(Target target, int pid) {
    List<Blocker> blockers = new ArrayList<>();
    try (Connection connection = target.connect();
        PreparedStatement query = connection.prepareStatement(BLOCKERS)) {
      query.setInt(1, pid);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          blockers.add(
              new Blocker(
                  row.getInt("pid"), row.getString("state"), row.getLong("transaction_millis")));
        }
      }
    } catch (SQLException e) {
      LOG.atDebug().setCause(e).log("cannot see who holds a lock");
    }
    return List.copyOf(blockers);
  }

  private static boolean cancel(Target target, int pid) {
    try (Connection connection = target.connect();
        PreparedStatement query = connection.prepareStatement(CANCEL)) {
      query.setInt(1, pid);
      try (ResultSet row = query.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    } catch (SQLException e) {
      LOG.atWarn()
          .addKeyValue("target", target.name())
          .addKeyValue("fault", e.getMessage())
          .log("cannot cancel a running statement, will try again");
      return false;
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }

  /** One session under watch. */
  static final class Watched implements AutoCloseable {
    private final Target target;
    private final int pid;
    private final BooleanSupplier unwanted;
    private final ScheduledFuture<?> looks;
    private List<Blocker> blockers = List.of();
    private boolean cancelled;
    private boolean closed;

    private Watched(
        Target target,
        int pid,
        ScheduledThreadPoolExecutor clock,
        long periodMillis,
        BooleanSupplier unwanted) {
      this.target = target;
      this.pid = pid;
      this.unwanted = unwanted;
      this.looks =
          clock.scheduleWithFixedDelay(
              this::look, periodMillis, periodMillis, TimeUnit.MILLISECONDS);
    }

    /**
     * Whoever closes waits for a look in progress: no cancel may hit what the session runs next.
     */
    private synchronized void look() {
      if (closed) {
        return;
      }
      List<Blocker> seen = blockersOf(target, pid);
      if (!seen.isEmpty()) {
        blockers = seen;
      }
      if (!cancelled && unwanted.getAsBoolean()) {
        cancelled = cancel(target, pid);
      }
    }

    /** Who was in the way when last seen. */
    synchronized List<Blocker> blockers() {
      return blockers;
    }

    /** Whether the session was told to cancel what it ran. */
    synchronized boolean cancelled() {
      return cancelled;
    }

    @Override
    public void close() {
      looks.cancel(false);
      synchronized (this) {
        closed = true;
      }
    }
  }
}
