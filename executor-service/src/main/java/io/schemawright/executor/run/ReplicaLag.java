package io.schemawright.executor.run;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * Whether replicas lag behind, looked at once in a while. {@code pg_stat_replication.replay_lag} is
 * null for whoever may not see it: then nothing is known, and nothing is held up.
 */
final class ReplicaLag {
  private static final long INTERVAL_NANOS = Duration.ofSeconds(1).toNanos();
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private long next = System.nanoTime();
  private boolean tooLong;

  boolean isTooLong(Connection connection) throws SQLException {
    if (System.nanoTime() - next >= 0) {
      next = System.nanoTime() + INTERVAL_NANOS;
      try (Statement statement = connection.createStatement();
          ResultSet row =
              statement.executeQuery(
                  "select coalesce(max(extract(epoch from replay_lag)), 0)"
                      + " from pg_catalog.pg_stat_replication")) {
        row.next();
        tooLong = row.getDouble(1) > LIMIT.toSeconds();
      } finally {
        connection.rollback();
      }
    }
    return tooLong;
  }
}
