package io.schemawright.intake.status;

import io.schemawright.event.TargetDescribed;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/** The table {@code targets}: the databases that can be changed. */
public final class Targets {
  private Targets() {}

  /**
   * A target as it is.
   *
   * @param name its name
   * @param environment what it is for
   * @param postgres its version; empty where it has not been reached yet
   * @param extensions installed there
   * @param reachable whether it answers
   * @param detail what is wrong where it does not
   * @param updatedAt when the executor said so
   */
  public record Target(
      String name,
      String environment,
      String postgres,
      List<String> extensions,
      boolean reachable,
      String detail,
      Instant updatedAt) {}

  static void save(Handle handle, TargetDescribed target, Instant at) {
    handle
        .createUpdate(
            "insert into targets (name, environment, postgres, extensions, reachable, detail,"
                + " updated_at) values (?, ?, ?, ?, ?, ?, ?) on conflict (name) do update set"
                + " environment = excluded.environment, postgres = excluded.postgres,"
                + " extensions = excluded.extensions, reachable = excluded.reachable,"
                + " detail = excluded.detail, updated_at = excluded.updated_at")
        .bind(0, target.target())
        .bind(1, target.environment())
        .bind(2, target.postgresVersion())
        .bindBySqlType(3, target.extensions().toArray(String[]::new), Types.ARRAY)
        .bind(4, target.reachable())
        .bind(5, target.detail())
        .bind(6, at.atOffset(ZoneOffset.UTC))
        .execute();
  }

  /** The names of all. */
  public static SortedSet<String> names(Handle handle) {
    return new TreeSet<>(handle.createQuery("select name from targets").mapTo(String.class).list());
  }

  /** All of them, by name. */
  public static List<Target> list(Handle handle) {
    return handle
        .createQuery("select * from targets order by name")
        .map(
            (row, context) ->
                new Target(
                    row.getString("name"),
                    row.getString("environment"),
                    row.getString("postgres"),
                    List.of((String[]) row.getArray("extensions").getArray()),
                    row.getBoolean("reachable"),
                    row.getString("detail"),
                    row.getObject("updated_at", OffsetDateTime.class).toInstant()))
        .list();
  }
}
