package io.schemawright.executor.trash;

import io.schemawright.change.Change;
import io.schemawright.change.Purge;
import io.schemawright.change.RollBack;
import io.schemawright.event.DecisionMade;
import io.schemawright.event.ExecutionStale;
import io.schemawright.plan.Plan;
import io.schemawright.plan.Trash;
import io.schemawright.request.RequestId;
import io.schemawright.request.SchemaRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The table {@code trash}: which requests moved tables to the trash of which target, and when. */
public final class TrashedTables {
  private TrashedTables() {}

  /**
   * What lies there because of a request.
   *
   * @param request the one that dropped it
   * @param since when that was committed, by the target's clock
   * @param asked how often its purge has been asked for, this time included
   */
  record Due(RequestId request, Instant since, int asked) {}

  /** Notes what a plan that was applied has moved there, or taken from there. */
  public static void applied(Handle handle, DecisionMade decision, Plan plan, Instant at) {
    SchemaRequest request = decision.request();
    if (!Trash.movedBy(request.requestId(), plan).isEmpty()) {
      handle.execute(
          "insert into trash (target, request_id, trashed_at) values (?, ?, ?)"
              + " on conflict (target, request_id) do update set trashed_at = excluded.trashed_at",
          request.target(),
          request.requestId().value(),
          at.atOffset(ZoneOffset.UTC));
    }
    for (Change change : request.changes()) {
      if (change instanceof RollBack back) {
        forget(handle, request.target(), back.request());
      } else if (change instanceof Purge purge) {
        forget(handle, request.target(), purge.request());
      }
    }
  }

  /** Notes what a purge has found to be gone from there: nobody need ask for it again. */
  public static void stale(Handle handle, SchemaRequest request, List<ExecutionStale.Found> found) {
    boolean gone =
        found.stream()
            .map(ExecutionStale.Found::state)
            .anyMatch(state -> Trash.holds(state.ref()) && state.object() == null);
    for (Change change : request.changes()) {
      if (gone && change instanceof Purge purge) {
        forget(handle, request.target(), purge.request());
      }
    }
  }

  private static void forget(Handle handle, String target, String request) {
    handle.execute("delete from trash where target = ? and request_id = ?", target, request);
  }

  /**
   * What has lain there for longer than {@code retention} and nobody has asked about for {@code
   * between}; from now on somebody has.
   */
  static List<Due> askAbout(Handle handle, String target, Duration retention, Duration between) {
    return handle
        .createQuery(
            """
            update trash set asked_at = clock_timestamp(), asked = asked + 1
             where target = :target
               and trashed_at <= clock_timestamp() - make_interval(secs => :retention)
               and (asked_at is null or asked_at <= clock_timestamp() - make_interval(secs => :between))
            returning request_id, trashed_at, asked
            """)
        .bind("target", target)
        .bind("retention", (double) retention.toSeconds())
        .bind("between", (double) between.toSeconds())
        .map(
            (row, context) ->
                new Due(
                    new RequestId(row.getString("request_id")),
                    row.getObject("trashed_at", OffsetDateTime.class).toInstant(),
                    row.getInt("asked")))
        .list();
  }
}
