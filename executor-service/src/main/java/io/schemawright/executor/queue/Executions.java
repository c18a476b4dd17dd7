package io.schemawright.executor.queue;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.schemawright.catalog.Fingerprint;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.event.Cause;
import io.schemawright.event.DecisionMade;
import io.schemawright.event.Envelope;
import io.schemawright.event.EventId;
import io.schemawright.event.Failure;
import io.schemawright.event.Json;
import io.schemawright.event.TraceParent;
import io.schemawright.plan.Plan;
import io.schemawright.request.RequestId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code executions}: the queue.
 *
 * <p>A row that is claimed belongs to one owner and epoch until it is settled or its lease runs out
 * by the database's clock; every later move names both, so that a claimant that was too slow
 * changes nothing.
 */
public final class Executions {
  private Executions() {}

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
   * Puts an approved plan into the queue, unless it is there. A plan that was not applied is queued
   * again when a later decision approves it anew; it keeps its place, so that what was queued after
   * it and builds on it waits for it again.
   *
   * @return whether it was put there
   */
  static boolean schedule(
      Handle handle, Envelope<DecisionMade> envelope, Plan plan, @Nullable Instant notBefore) {
    DecisionMade decision = envelope.event();
    return handle
            .createUpdate(
                """
                insert into executions (request_id, plan, target, objects, depends_on, decision_id,
                                        decision_number, trace, decision, state, next_attempt_at)
                values (:requestId, :plan, :target, :objects, :dependsOn, :decisionId, :number,
                        :trace, :decision::json, 'scheduled',
                        coalesce(:notBefore, clock_timestamp()))
                on conflict (request_id, plan) do update
                  set depends_on = excluded.depends_on,
                      decision_id = excluded.decision_id,
                      decision_number = excluded.decision_number, trace = excluded.trace,
                      decision = excluded.decision, state = 'scheduled',
                      queued_at = clock_timestamp(), next_attempt_at = excluded.next_attempt_at,
                      attempt = 0, in_doubt = false, retry_reason = null, retry_count = 0,
                      retry_since = null, cancellation = null, started_at = null,
                      finished_at = null, failure = null, told_steps = '{}'
                  where executions.state in ('failed', 'stale', 'cancelled')
                    and executions.decision_number < excluded.decision_number
                """)
            .bind("requestId", decision.requestId().value())
            .bind("plan", plan.fingerprint().value())
            .bind("target", plan.target())
            .bindBySqlType(
                "objects",
                plan.objects().stream().map(ObjectRef::key).toArray(String[]::new),
                Types.ARRAY)
            .bindBySqlType(
                "dependsOn",
                decision.dependsOn().stream().map(RequestId::value).toArray(String[]::new),
                Types.ARRAY)
            .bind("decisionId", envelope.id().value())
            .bind("number", decision.number())
            .bind("trace", envelope.trace().value())
            .bind("decision", json(decision))
            .bind("notBefore", notBefore == null ? null : notBefore.atOffset(ZoneOffset.UTC))
            .execute()
        == 1;
  }

  /**
   * Cancels what no attempt may have applied yet, and marks what one may have: whoever claims that
   * next looks into the ledger first.
   *
   * @return the plans that are cancelled now
   */
  static List<Fingerprint> cancel(Handle handle, RequestId requestId, Cancellation cancellation) {
    handle
        .createUpdate(
            """
            update executions set cancellation = :cancellation::json, next_attempt_at = clock_timestamp()
             where request_id = :requestId
               and (state = 'running' or state = 'scheduled' and in_doubt)
            """)
        .bind("requestId", requestId.value())
        .bind("cancellation", json(cancellation))
        .execute();
    return handle
        .createQuery(
            """
            update executions
               set state = 'cancelled', cancellation = :cancellation::json,
                   finished_at = clock_timestamp()
             where request_id = :requestId and state = 'scheduled' and not in_doubt
            returning plan
            """)
        .bind("requestId", requestId.value())
        .bind("cancellation", json(cancellation))
        .mapTo(String.class)
        .map(Fingerprint::new)
        .list();
  }

  /**
   * Takes the oldest plan that may run now: its time has come, what it builds on has ended, its
   * target is not in {@code away}; or it is held by somebody whose lease has run out.
   */
  public static Optional<Claim> claim(
      Handle handle, String owner, Duration lease, Collection<String> away) {
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
               limit 1
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
        .map((row, context) -> claim(row))
        .findOne();
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
            new EventId(row.getString("decision_id")), new TraceParent(row.getString("trace"))),
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
   * Keeps every claim of {@code owner} for another lease, but those whose rows are locked: they are
   * being settled just now, and waiting for one of them would lose all others.
   */
  static void renew(Handle handle, String owner, Duration lease) {
    handle
        .createUpdate(
            """
            with mine as (
              select request_id, plan from executions
               where owner = :owner and state = 'running'
                 for update skip locked)
            update executions e
               set lease_until = clock_timestamp() + :leaseMillis * interval '1 millisecond'
              from mine
             where e.request_id = mine.request_id and e.plan = mine.plan
            """)
        .bind("owner", owner)
        .bind("leaseMillis", lease.toMillis())
        .execute();
  }

  /** The database's time, by which everything in the queue has its time. */
  public static Instant now(Handle handle) {
    return handle
        .createQuery("select clock_timestamp()")
        .mapTo(OffsetDateTime.class)
        .one()
        .toInstant();
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
            .bind("failure", failure == null ? null : json(failure))
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

  /** The objects of a target that are being changed now, or may have been without our knowing. */
  public static Set<ObjectRef> objectsInHand(Handle handle, String target) {
    return handle
        .createQuery(
            """
            select distinct unnest(objects) from executions
             where target = :target and (state = 'running' or state = 'scheduled' and in_doubt)
            """)
        .bind("target", target)
        .mapTo(String.class)
        .map(ObjectRef::parse)
        .stream()
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * What waits in the queue.
   *
   * @param depth how many plans
   * @param age how long the oldest has been ready to run
   */
  record Waiting(long depth, Duration age) {}

  static Waiting waiting(Handle handle) {
    return handle
        .createQuery(
            """
            select count(*) as depth,
                   coalesce((extract(epoch from clock_timestamp() - min(next_attempt_at)) * 1000)
                              ::bigint, 0) as age_millis
              from executions where state = 'scheduled'
            """)
        .map(
            (row, context) ->
                new Waiting(
                    row.getLong("depth"),
                    Duration.ofMillis(Math.max(0, row.getLong("age_millis")))))
        .one();
  }

  private static String json(Object value) {
    try {
      return Json.mapper().writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no JSON for " + value.getClass(), e);
    }
  }

  private static <T> T parse(String json, Class<T> type) {
    try {
      return Json.mapper().readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the queue holds an unreadable " + type.getSimpleName(), e);
    }
  }
}
