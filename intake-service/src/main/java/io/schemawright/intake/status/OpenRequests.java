package io.schemawright.intake.status;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.schemawright.database.Database;
import io.schemawright.service.Part;
import io.schemawright.service.Readings;
import java.sql.Types;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jdbi.v3.core.Handle;

/**
 * How many requests have not come to their end, where they are, and how long the oldest of each has
 * been under way, as the read model has it.
 */
public final class OpenRequests {
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);
  private static final List<Status> OPEN =
      Arrays.stream(Status.values()).filter(status -> !status.isFinal()).toList();

  private OpenRequests() {}

  /**
   * What there is of one status.
   *
   * @param oldestSeconds since the oldest was received
   */
  record Standing(long count, double oldestSeconds) {
    static final Standing NONE = new Standing(0, 0);
  }

  /** Begins to measure, until the service closes what this returns. */
  public static Part measure(Database database, MeterRegistry metrics) {
    Readings<Map<Status, Standing>> readings =
        Readings.start("open-requests", BETWEEN_LOOKS, () -> database.read(OpenRequests::read));
    for (Status status : OPEN) {
      Gauge.builder(
              "schemawright.requests.open", () -> readings.number(of(status, Standing::count)))
          .description("Requests that have not come to their end")
          .tag("status", status.word())
          .register(metrics);
      Gauge.builder(
              "schemawright.requests.open.age",
              () -> readings.number(of(status, Standing::oldestSeconds)))
          .description("Time since the oldest request that has not come to its end was received")
          .baseUnit("seconds")
          .tag("status", status.word())
          .register(metrics);
    }
    return readings;
  }

  private static ToDoubleFunction<Map<Status, Standing>> of(
      Status status, ToDoubleFunction<Standing> number) {
    return standings -> number.applyAsDouble(standings.getOrDefault(status, Standing.NONE));
  }

  static Map<Status, Standing> read(Handle handle) {
    Map<Status, Standing> standings = new EnumMap<>(Status.class);
    handle
        .createQuery(
            "select status, count(*) as open,"
                + " extract(epoch from clock_timestamp() - min(created_at)) as oldest"
                + " from schema_requests where status = any (?::text[]) group by status")
        .bindBySqlType(0, OPEN.stream().map(Status::word).toArray(String[]::new), Types.ARRAY)
        .map(
            (row, context) ->
                Map.entry(
                    Status.of(row.getString("status")).orElseThrow(),
                    // The time is that of another machine's clock, which may be ahead.
                    new Standing(row.getLong("open"), Math.max(0, row.getDouble("oldest")))))
        .forEach(standing -> standings.put(standing.getKey(), standing.getValue()));
    return standings;
  }
}
