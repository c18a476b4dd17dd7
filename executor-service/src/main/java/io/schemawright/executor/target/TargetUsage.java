package io.schemawright.executor.target;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.schemawright.service.Part;
import io.schemawright.service.Readings;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * How large a target is and how much it is used, as one number each for all of its tables: names of
 * tables would make as many time series as there are tables.
 *
 * <p>Reads {@code pg_class} and PostgreSQL's statistics only, which takes no lock on any table.
 * Sizes and rows are therefore those of the last vacuum or analyze.
 */
public final class TargetUsage {
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(30);

  /** One pass over {@code pg_class}; {@code pg_stat_user_tables} would group it by table twice. */
  private static final String QUESTION =
      """
      select count(*) filter (where not trashed and relkind in ('r', 'p')) as tables,
             coalesce(sum(relpages::bigint) filter (where not trashed), 0)
               * current_setting('block_size')::bigint as bytes,
             coalesce(sum(greatest(reltuples, 0)) filter (where not trashed and relkind = 'r'), 0)
               as live,
             coalesce(sum(pg_stat_get_numscans(c.oid))
                        filter (where c.relnamespace <> 'pg_toast'::regnamespace), 0) as scans,
             coalesce(sum(pg_stat_get_tuples_inserted(c.oid) + pg_stat_get_tuples_updated(c.oid)
                          + pg_stat_get_tuples_deleted(c.oid)) filter (where relkind = 'r'), 0)
               as written,
             count(*) filter (where trashed and relkind in ('r', 'p')) as trashed,
             coalesce(sum(relpages::bigint + coalesce((select toast.relpages from pg_class toast
                                                        where toast.oid = c.reltoastrelid), 0))
                        filter (where trashed and relkind in ('r', 'i')), 0)
               * current_setting('block_size')::bigint as trashed_bytes
        from pg_class c
        join (select oid, nspname ~ '^schemawright_trash_' as trashed from pg_namespace
               where nspname ~ '^schemawright_trash_'
                  or nspname <> 'information_schema' and nspname !~ '^(pg_(?!toast)|schemawright)')
             as schema on schema.oid = c.relnamespace
       where c.oid >= 16384 and relkind in ('r', 'p', 'i', 'm', 't')
      """;

  private TargetUsage() {}

  record Usage(
      double tables,
      double bytes,
      double rows,
      double scans,
      double written,
      double trashed,
      double trashedBytes) {}

  /** Begins to measure a target, until the service closes what this returns. */
  public static Part measure(Target target, MeterRegistry metrics) {
    target.measure(metrics);
    Readings<Usage> readings =
        Readings.start("usage-of-" + target.name(), BETWEEN_LOOKS, () -> read(target));
    gauge(metrics, target, "reachable", "1 where it answered when last asked, 0 where it did not")
        .apply(() -> target.away() ? 0 : 1);
    gauge(metrics, target, "tables", "Tables, partitions included")
        .apply(() -> readings.number(Usage::tables));
    gauge(metrics, target, "rows", "Rows of all tables, as last analyzed")
        .apply(() -> readings.number(Usage::rows));
    gauge(metrics, target, "size.bytes", "Tables with their indexes, as last vacuumed or analyzed")
        .apply(() -> readings.number(Usage::bytes));
    gauge(metrics, target, "trash.tables", "Tables that were dropped and are not purged yet")
        .apply(() -> readings.number(Usage::trashed));
    gauge(metrics, target, "trash.size.bytes", "The same with their indexes, as last vacuumed")
        .apply(() -> readings.number(Usage::trashedBytes));
    counter(metrics, target, readings, "scans", "Scans of tables and indexes", Usage::scans);
    counter(metrics, target, readings, "rows.written", "Rows changed by anybody", Usage::written);
    return readings;
  }

  private interface Registration {
    void apply(Supplier<Number> number);
  }

  private static Registration gauge(
      MeterRegistry metrics, Target target, String name, String description) {
    return number ->
        Gauge.builder("schemawright.target." + name, number)
            .description(description)
            .tag("target", target.name())
            .register(metrics);
  }

  private static void counter(
      MeterRegistry metrics,
      Target target,
      Readings<Usage> readings,
      String name,
      String description,
      ToDoubleFunction<Usage> number) {
    FunctionCounter.builder("schemawright.target." + name, readings, all -> all.number(number))
        .description(description)
        .tag("target", target.name())
        .register(metrics);
  }

  private static Usage read(Target target) {
    if (target.rests()) {
      throw new IllegalStateException("the target is left alone for a while");
    }
    try (Connection connection = target.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(QUESTION)) {
      row.next();
      return new Usage(
          row.getDouble("tables"),
          row.getDouble("bytes"),
          row.getDouble("live"),
          row.getDouble("scans"),
          row.getDouble("written"),
          row.getDouble("trashed"),
          row.getDouble("trashed_bytes"));
    } catch (SQLException e) {
      throw new IllegalStateException("the target cannot be measured", e);
    }
  }
}
