package io.schemawright.executor.catalog;

import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.TableTraffic;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * How much each table is used, by what PostgreSQL has counted between two looks of this process. It
 * takes no lock on any table. Thread-safe.
 */
final class TrafficMeter {
  /** What PostgreSQL counts arrives late, by a second or more; less would tell of noise. */
  private static final Duration LEAST = Duration.ofSeconds(10);

  /** A partitioned table is used through its partitions. */
  private static final String COUNTERS =
      """
      with counted as (
        select relid, seq_scan + coalesce(idx_scan, 0) as scans,
               n_tup_ins + n_tup_upd + n_tup_del as written
          from pg_stat_user_tables
      ), named as (
        select relid, scans, written from counted
        union all
        select ancestor.relid, scans, written
          from counted
          join pg_class leaf on leaf.oid = counted.relid and leaf.relispartition
         cross join lateral pg_partition_ancestors(leaf.oid) as ancestor (relid)
         where ancestor.relid <> leaf.oid
      )
      select nspname, relname, sum(scans)::bigint as scans, sum(written)::bigint as written
        from named
        join pg_class on pg_class.oid = named.relid
        join pg_namespace on pg_namespace.oid = relnamespace
       group by nspname, relname
      """;

  private record Counters(long scans, long written) {}

  private record Reading(long nanos, Map<ObjectRef, Counters> counters) {}

  private final Map<String, Reading> readings = new ConcurrentHashMap<>();
  private final LongSupplier nanoClock;

  TrafficMeter(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  /** The traffic of a target's tables since an earlier look; empty where that was not long ago. */
  Map<ObjectRef, TableTraffic> read(String target, Connection connection) throws SQLException {
    Reading before = readings.get(target);
    long now = nanoClock.getAsLong();
    if (before != null && now - before.nanos < LEAST.toNanos()) {
      return Map.of();
    }
    Reading after = new Reading(now, counters(connection));
    readings.put(target, after);
    return before == null ? Map.of() : between(before, after);
  }

  /** A table whose counters were reset, or that was not there before, is left out. */
  private static Map<ObjectRef, TableTraffic> between(Reading before, Reading after) {
    double minutes = (after.nanos - before.nanos) / (double) Duration.ofMinutes(1).toNanos();
    Map<ObjectRef, TableTraffic> traffic = new HashMap<>();
    after.counters.forEach(
        (table, now) -> {
          Counters then = before.counters.get(table);
          if (then != null && now.scans >= then.scans && now.written >= then.written) {
            traffic.put(
                table,
                new TableTraffic(
                    Math.round((now.scans - then.scans) / minutes),
                    Math.round((now.written - then.written) / minutes)));
          }
        });
    return traffic;
  }

  private static Map<ObjectRef, Counters> counters(Connection connection) throws SQLException {
    Map<ObjectRef, Counters> counters = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(COUNTERS)) {
      while (rows.next()) {
        counters.put(
            ObjectRef.table(rows.getString("nspname"), rows.getString("relname")),
            new Counters(rows.getLong("scans"), rows.getLong("written")));
      }
    }
    return counters;
  }
}
