package io.schemawright.executor.catalog;

import io.schemawright.executor.target.Target;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The word of a target that somebody has altered it, where a superuser has made the event trigger
 * that gives it ({@code event-trigger.sql}). Whether there is one is found out again and again, and
 * only as long as there is, a connection of the target's pool is kept for it.
 *
 * <p>One thread waits; any may close.
 */
final class DdlNotifications implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DdlNotifications.class);
  private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
  private static final String IS_TOLD =
      """
      select exists (select from pg_catalog.pg_event_trigger
                      where evtname = 'schemawright_ddl' and evtenabled in ('O', 'A'))
      """;
  private static final String LISTEN =
      """
      set idle_session_timeout = 0;
      set application_name = 'schemawright-listener';
      listen schemawright_ddl
      """;

  private final Target target;
  private volatile @Nullable Connection listening;
  private volatile boolean closed;
  private Duration pause = SHORTEST_PAUSE;

  DdlNotifications(Target target) {
    this.target = target;
  }

  /**
   * Waits until the target gives word, so long at most. Returns at once when it has begun to
   * listen: what was altered before, nobody has told. After a fault it returns sooner than it was
   * asked to, later each time.
   *
   * @return whether it gave word, or may have without being heard
   */
  boolean await(Duration atMost) throws InterruptedException {
    try {
      Connection connection = listening;
      boolean word = true;
      if (connection != null) {
        word = isTold(connection, atMost);
        if (!word && !isTold(connection)) {
          end();
        }
      } else if (!listen()) {
        sleep(atMost);
        word = false;
      }
      pause = SHORTEST_PAUSE;
      return word;
    } catch (SQLException | RuntimeException e) {
      end();
      if (!closed) {
        LOG.atWarn()
            .addKeyValue("target", target.name())
            .addKeyValue("fault", e.getMessage())
            .addKeyValue("backoffMillis", pause.toMillis())
            .log("a target cannot be listened to, it is looked at regularly meanwhile");
        sleep(shorter(pause, atMost));
        pause = shorter(pause.multipliedBy(2), LONGEST_PAUSE);
      }
      return true;
    }
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static void sleep(Duration time) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(time.toMillis());
  }

  private boolean listen() throws SQLException {
    Connection connection = target.connect();
    listening = connection;
    if (closed || !isTold(connection)) {
      listening = null;
      connection.close();
      return false;
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute(LISTEN);
    }
    return true;
  }

  private static boolean isTold(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(IS_TOLD)) {
      return row.next() && row.getBoolean(1);
    }
  }

  private static boolean isTold(Connection connection, Duration atMost) throws SQLException {
    PGNotification[] words =
        connection
            .unwrap(PGConnection.class)
            .getNotifications((int) Math.max(1, Math.min(Integer.MAX_VALUE, atMost.toMillis())));
    return words != null && words.length > 0;
  }

  /** The session listens for good, so it does not go back to the pool. */
  private void end() {
    Connection connection = listening;
    listening = null;
    if (connection != null) {
      try (connection) {
        target.discard(connection);
      } catch (SQLException e) {
        LOG.atDebug().setCause(e).log("a connection to a target did not close");
      }
    }
  }

  /** Whoever waits returns. */
  @Override
  public void close() {
    closed = true;
    Connection connection = listening;
    if (connection != null) {
      try {
        connection.abort(Runnable::run);
      } catch (SQLException e) {
        LOG.atDebug().setCause(e).log("a connection to a target did not close");
      }
    }
  }
}
