package io.schemawright.executor.catalog;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How much has been written to the system catalogs of targets, by PostgreSQL's own count: where it
 * has not moved since the objects were read, nobody has altered one. Thread-safe.
 *
 * <p>A session adds to the count some time after its commit (PostgreSQL manual, 27.2.2; at most 10
 * s, {@code PGSTAT_IDLE_INTERVAL} in its source), and a server of version 14 may lose what it adds:
 * so the objects are read now and then whether it has moved or not. Statistics, large objects and
 * what all databases share say nothing about an object and do not count.
 */
final class CatalogWrites {
  private static final Duration GOOD_FOR = Duration.ofMinutes(10);

  private static final String COUNT =
      """
      select concat_ws(' ',
               sum(pg_stat_get_tuples_inserted(oid) + pg_stat_get_tuples_updated(oid)
                   + pg_stat_get_tuples_deleted(oid)),
               (select stats_reset from pg_stat_database where datname = current_database()))
        from pg_class
       where oid < 16384 and relkind = 'r' and relnamespace = 'pg_catalog'::regnamespace
         and not relisshared and relname !~ '^pg_(statistic|statistic_ext_data|largeobject.*)$'
         and current_setting('track_counts')::boolean
      having count(*) > 0
      """;

  private final Map<String, Seen> seen = new ConcurrentHashMap<>();

  /** When the objects were read, and what had been written before. */
  private record Seen(String writes, long nanos) {}

  /** What has been written so far; another text after more; empty where nobody counts. */
  static Optional<String> read(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(COUNT)) {
      return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
    }
  }

  /** Whether the objects were read after all of this was written, and not too long ago. */
  boolean areSeen(String target, Optional<String> writes) {
    Seen last = seen.get(target);
    return last != null
        && writes.equals(Optional.of(last.writes()))
        && System.nanoTime() - last.nanos() < GOOD_FOR.toNanos();
  }

  /**
   * Notes what a look has seen.
   *
   * @param allTold whether nothing was left out because somebody was at it; else the objects are
   *     read the next time
   */
  void looked(String target, Look look, boolean allTold) {
    if (allTold) {
      look.writes().ifPresent(writes -> seen.put(target, new Seen(writes, System.nanoTime())));
    } else {
      seen.remove(target);
    }
  }
}
