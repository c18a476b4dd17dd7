package io.schemawright.policy.record;

import io.schemawright.event.DecisionMade;
import io.schemawright.event.Envelope;
import io.schemawright.plan.Verdict;
import java.time.ZoneOffset;
import java.util.Locale;
import org.jdbi.v3.core.Handle;

/** The record of decisions, in {@code decisions}: one row each, never changed. */
final class Decisions {
  private Decisions() {}

  static void insert(Handle handle, Envelope<DecisionMade> envelope) {
    DecisionMade decision = envelope.event();
    handle
        .createUpdate(
            """
            insert into decisions (event_id, request_id, target, revision, number, verdict, risk,
                                   plan_fingerprint, policy_set, policy_set_version, decided_at,
                                   content)
            values (:eventId, :requestId, :target, :revision, :number, :verdict, :risk, :plan,
                    :policySet, :policySetVersion, :decidedAt, :content::jsonb)
            on conflict (event_id) do nothing
            """)
        .bind("eventId", envelope.id().value())
        .bind("requestId", decision.requestId().value())
        .bind("target", decision.request().target())
        .bind("revision", decision.revision())
        .bind("number", decision.number())
        .bind("verdict", verdict(decision.verdict()))
        .bind("risk", decision.risk().level().name().toLowerCase(Locale.ROOT))
        .bind("plan", decision.plan() == null ? null : decision.plan().fingerprint().value())
        .bind("policySet", decision.policySet().name())
        .bind("policySetVersion", decision.policySet().version())
        .bind("decidedAt", envelope.time().atOffset(ZoneOffset.UTC))
        .bind("content", JsonText.of(decision))
        .execute();
  }

  private static String verdict(Verdict verdict) {
    return verdict.fold(
        approved -> "approved",
        waiting -> "waiting",
        changesRequested -> "changes-requested",
        rejected -> "rejected",
        cancelled -> "cancelled");
  }
}
