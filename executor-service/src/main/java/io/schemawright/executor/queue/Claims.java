package io.schemawright.executor.queue;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.schemawright.catalog.Fingerprint;
import io.schemawright.event.Cause;
import io.schemawright.event.EventId;
import io.schemawright.event.Failure;
import io.schemawright.event.Json;
import io.schemawright.event.TraceParent;
import io.schemawright.request.RequestId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Claims on rows of {@code executions}.
 *
 * <p>A row that is claimed belongs to one owner and epoch until it is settled or its lease runs out
 * by the database's clock; every later move names both, so that a claimant that was too slow
 * changes nothing.
 */
public final class Claims {
  private Claims() {}

  /** What a row of the queue ends as. */
  public enum End {
    SUCCEEDED("succeeded"),
    FAILED("failed"),
    STALE("stale"),
    CANCELLED("cancelled");

    private final String state;

    End(String state) {
      this.state = state;
    }

    /** The state as the row and the metrics name it. */
    public String state() {
      return state;
    }
  }

  /**
   * Takes the oldest plans that may run now, {@code most} of them: their time has come, what they
   * build on has ended, their target is not in {@code away}; or they are held by somebody whose
   * lease has run out.
   */
  public static List<Claim> claim(
      Handle handle, String owner, Duration lease, Collection<String> away, int most) {
    return handle
        .createQuery(
            """
            with next as (
              select e.request_id, e.plan, e.in_doubt,
                     exists (select from unnest(e.depends_on) as needed
                              where (select bool_or(d.state = 'succeeded') from executions d
                                      where d.request_id = needed and d.seq < e.seq) is false)
                       as dependency_failed
                from executions e
               where e.state in ('scheduled', 'running')
                 and (e.state = 'scheduled' and e.next_attempt_at <= clock_timestamp()
                      or e.state = 'running' and e.lease_until < clock_timestamp())
                 and not (e.target = any (:away))
                 and not exists (select from executions d
                                  where d.request_id = any (e.depends_on) and d.seq < e.seq
                                    and d.state in ('scheduled', 'running'))
               order by e.seq
               limit :most
                 for update of e skip locked)
            update executions e
               set state = 'running', owner = :owner, epoch = e.epoch + 1, attempt = e.attempt + 1,
                   lease_until = clock_timestamp() + :leaseMillis * interval '1 millisecond',
                   started_at = coalesce(e.started_at, clock_timestamp()), in_doubt = true
              from next
             where e.request_id = next.request_id and e.plan = next.plan
            returning e.*, next.in_doubt as was_in_doubt, next.dependency_failed,
                      (extract(epoch from clock_timestamp() - e.retry_since) * 1000)::bigint
                        as troubled_millis
            """)
        .bind("owner", owner)
        .bind("leaseMillis", lease.toMillis())
        .bindBySqlType("away", away.toArray(String[]::new), Types.ARRAY)
        .bind("most", most)
        .map((row, context) -> claim(row))
        .list();
  }

  private static Claim claim(ResultSet row) throws SQLException {
    String cancellation = row.getString("cancellation");
    String reason = row.getString("retry_reason");
    return new Claim(
        new RequestId(row.getString("request_id")),
        new Fingerprint(row.getString("plan")),
        row.getString("target"),
        row.getString("decision"),
        new Cause(
            new EventId(row.getString("decision_id")), TraceParent.ofKept(row.getString("trace"))),
        row.getInt("attempt"),
        row.getString("owner"),
        row.getLong("epoch"),
        row.getObject("started_at", OffsetDateTime.class).toInstant(),
        row.getBoolean("was_in_doubt"),
        row.getBoolean("dependency_failed"),
        cancellation == null
            ? Optional.empty()
            : Optional.of(parse(cancellation, Cancellation.class)),
        reason == null
            ? Optional.empty()
            : Optional.of(
                new Claim.Trouble(
                    reason,
                    row.getInt("retry_count"),
                    Duration.ofMillis(row.getLong("troubled_millis")))));
  }

  /**
   * Keeps the claims for another lease, but those whose rows are locked: they are being settled
   * just now, and waiting for one of them would lose all others.
   */
  static void renew(Handle handle, Collection<Claim> claims, Duration lease) {
    handle
        .createUpdate(
            """
            with mine as (
              select request_id, plan from executions
               where state = 'running'
                 and (request_id, plan, owner, epoch) in (
                       select * from unnest(:requests, :plans, :owners, :epochs))
                 for update skip locked)
            update executions e
               set lease_until = clock_timestamp() + :leaseMillis * interval '1 millisecond'
              from mine
             where e.request_id = mine.request_id and e.plan = mine.plan
            """)
        .bindBySqlType("requests", strings(claims, claim -> claim.requestId().value()), Types.ARRAY)
        .bindBySqlType("plans", strings(claims, claim -> claim.plan().value()), Types.ARRAY)
        .bindBySqlType("owners", strings(claims, Claim::owner), Types.ARRAY)
        .bindBySqlType(
            "epochs", claims.stream().map(Claim::epoch).toArray(Long[]::new), Types.ARRAY)
        .bind("leaseMillis", lease.toMillis())
        .execute();
  }

  private static String[] strings(Collection<Claim> claims, Function<Claim, String> what) {
    return claims.stream().map(what).toArray(String[]::new);
  }

  /** The wish that the claimed plan be cancelled, if there is one by now. */
  public static Optional<Cancellation> cancellation(Handle handle, Claim claim) {
    return handle
        .createQuery(
            """
            select cancellation from executions
             where request_id = :requestId and plan = :plan and cancellation is not null
            """)
        .bind("requestId", claim.requestId().value())
        .bind("plan", claim.plan().value())
        .mapTo(String.class)
        .findOne()
        .map(json -> parse(json, Cancellation.class));
  }

  /** Ends the claim for good; false where it is no longer the claimant's. */
  public static boolean end(Handle handle, Claim claim, End end, @Nullable Failure failure) {
    return handle
            .createUpdate(
                """
                update executions
                   set state = :state, failure = :failure::json, finished_at = clock_timestamp(),
                       in_doubt = false, owner = null, lease_until = null
                 where request_id = :requestId and plan = :plan and state = 'running'
                   and owner = :owner and epoch = :epoch
                """)
            .bind("state", end.state())
            .bind("failure", failure == null ? null : Executions.json(failure))
            .bind("requestId", claim.requestId().value())
            .bind("plan", claim.plan().value())
            .bind("owner", claim.owner())
            .bind("epoch", claim.epoch())
            .execute()
        == 1;
  }

  /** Gives the claim back for another attempt after {@code delay}; false where it is lost. */
  public static boolean giveBack(
      Handle handle, Claim claim, String reason, Duration delay, boolean inDoubt) {
    return handle
            .createUpdate(
                """
                update executions
                   set state = 'scheduled', owner = null, lease_until = null, in_doubt = :inDoubt,
                       next_attempt_at = clock_timestamp() + :delayMillis * interval '1 millisecond',
                       retry_count = case when retry_reason = :reason then retry_count + 1 else 1 end,
                       retry_since = case when retry_reason = :reason then retry_since
                                          else clock_timestamp() end,
                       retry_reason = :reason
                 where request_id = :requestId and plan = :plan and state = 'running'
                   and owner = :owner and epoch = :epoch
                """)
            .bind("reason", reason)
            .bind("delayMillis", delay.toMillis())
            .bind("inDoubt", inDoubt)
            .bind("requestId", claim.requestId().value())
            .bind("plan", claim.plan().value())
            .bind("owner", claim.owner())
            .bind("epoch", claim.epoch())
            .execute()
        == 1;
  }

  private static <T> T parse(String json, Class<T> type) {
    try {
      return Json.mapper().readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the queue holds an unreadable " + type.getSimpleName(), e);
    }
  }
}
