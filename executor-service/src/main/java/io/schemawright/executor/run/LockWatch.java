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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees who is in the way of a session that waits for a lock, from another connection while it
 * waits: afterwards nobody can tell. A step that is quicker than half its lock timeout costs
 * nothing.
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

  /** Watches the session of that process on the server, until closed. */
  Watched watch(Target target, int pid, Duration lockTimeout) {
    long period =
        lockTimeout.isZero()
            ? WITHOUT_TIMEOUT_MILLIS
            : Math.max(SHORTEST_PERIOD_MILLIS, lockTimeout.toMillis() / 2);
    return new Watched(target, pid, clock, period);
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

  @Override
  public void close() {
    clock.shutdownNow();
  }

  /** One session under watch. */
  static final class Watched implements AutoCloseable {
    private final Target target;
    private final int pid;
    private final ScheduledFuture<?> looks;
    private volatile List<Blocker> blockers = List.of();

    private Watched(Target target, int pid, ScheduledThreadPoolExecutor clock, long periodMillis) {
      this.target = target;
      this.pid = pid;
      this.looks =
          clock.scheduleWithFixedDelay(
              this::look, periodMillis, periodMillis, TimeUnit.MILLISECONDS);
    }

    private void look() {
      List<Blocker> seen = blockersOf(target, pid);
      if (!seen.isEmpty()) {
        blockers = seen;
      }
    }

    /** Who was in the way when last seen. */
    List<Blocker> blockers() {
      return blockers;
    }

    @Override
    public void close() {
      looks.cancel(false);
    }
  }
}
