package io.schemawright.executor.queue;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.schemawright.catalog.Fingerprint;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.event.DecisionMade;
import io.schemawright.event.Envelope;
import io.schemawright.event.Json;
import io.schemawright.plan.Plan;
import io.schemawright.request.RequestId;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code executions}: the queue, as those see it who put plans in, take them out or look
 * at what is there. What its claimants do is {@link Claims}.
 */
public final class Executions {
  private Executions() {}

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
            .bind("trace", envelope.trace().kept())
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

  /** The database's time, by which everything in the queue has its time. */
  public static Instant now(Handle handle) {
    return handle
        .createQuery("select clock_timestamp()")
        .mapTo(OffsetDateTime.class)
        .one()
        .toInstant();
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

  static String json(Object value) {
    try {
      return Json.mapper().writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no JSON for " + value.getClass(), e);
    }
  }
}
