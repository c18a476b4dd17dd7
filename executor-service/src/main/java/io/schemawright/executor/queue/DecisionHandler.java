package io.schemawright.executor.queue;

import io.schemawright.catalog.Fingerprint;
import io.schemawright.event.DecisionMade;
import io.schemawright.event.Envelope;
import io.schemawright.event.Event;
import io.schemawright.event.ExecutionCancelled;
import io.schemawright.event.ExecutionFailed;
import io.schemawright.event.ExecutionScheduled;
import io.schemawright.event.Failure;
import io.schemawright.messaging.EventCodec;
import io.schemawright.messaging.EventHandler;
import io.schemawright.outbox.Transaction;
import io.schemawright.plan.Plan;
import io.schemawright.plan.Verdict;
import io.schemawright.request.Schedule;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts approved plans into the queue and takes cancelled ones out. Runs nothing: a statement that
 * takes long must not keep the reader from its group.
 */
public final class DecisionHandler extends EventHandler {
  private final EventCodec codec;
  private final Bell bell;

  /** A handler that rings {@code bell} after the commit of what it queued. */
  public DecisionHandler(EventCodec codec, Bell bell) {
    super(codec);
    this.codec = codec;
    this.bell = bell;
  }

  @Override
  public void handle(Transaction transaction, Envelope<Event> envelope) {
    if (envelope.event() instanceof DecisionMade decision) {
      decision
          .verdict()
          .fold(
              approved -> {
                schedule(transaction, envelope.as(DecisionMade.class), approved);
                return decision;
              },
              waiting -> decision,
              changesRequested -> decision,
              rejected -> decision,
              cancelled -> {
                cancel(
                    transaction,
                    envelope.as(DecisionMade.class),
                    new Cancellation(cancelled.by(), cancelled.reason()));
                return decision;
              });
    }
  }

  private void schedule(
      Transaction transaction, Envelope<DecisionMade> envelope, Verdict.Approved approved) {
    DecisionMade decision = envelope.event();
    Plan plan = Objects.requireNonNull(decision.plan(), "an approved decision has a plan");
    Optional<Failure> doubt = doubt(decision, plan, approved);
    if (doubt.isPresent()) {
      transaction.publish(
          codec.encode(
              new ExecutionFailed(
                  decision.requestId(),
                  decision.request().target(),
                  plan.fingerprint(),
                  doubt.get(),
                  List.of()),
              envelope.cause()));
      return;
    }
    Instant notBefore = notBefore(decision.request().schedule());
    if (Executions.schedule(transaction.handle(), envelope, plan, notBefore)) {
      transaction.publish(
          codec.encode(
              new ExecutionScheduled(
                  decision.requestId(), plan.target(), plan.fingerprint(), notBefore),
              envelope.cause()));
      transaction.afterCommit(bell::ring);
    }
  }

  /** An approval is an approval of one plan on one target; anything else is not run. */
  private static Optional<Failure> doubt(
      DecisionMade decision, Plan plan, Verdict.Approved approved) {
    boolean pinned =
        approved.approvals().stream()
            .allMatch(approval -> approval.plan().equals(plan.fingerprint()));
    boolean somebody = approved.automatic() || !approved.approvals().isEmpty();
    if (pinned && somebody && plan.target().equals(decision.request().target())) {
      return Optional.empty();
    }
    return Optional.of(
        new Failure(
            "approval-mismatch",
            null,
            "The approval does not belong to plan %s on %s: nothing was run"
                .formatted(plan.fingerprint(), decision.request().target()),
            "Ask for the change again and have the new plan approved."));
  }

  private static @Nullable Instant notBefore(@Nullable Schedule schedule) {
    return schedule == null ? null : schedule.notBefore();
  }

  private void cancel(
      Transaction transaction, Envelope<DecisionMade> envelope, Cancellation cancellation) {
    DecisionMade decision = envelope.event();
    for (Fingerprint plan :
        Executions.cancel(transaction.handle(), decision.requestId(), cancellation)) {
      transaction.publish(
          codec.encode(
              new ExecutionCancelled(
                  decision.requestId(),
                  decision.request().target(),
                  plan,
                  cancellation.by(),
                  cancellation.reason()),
              envelope.cause()));
    }
    transaction.afterCommit(bell::ring); // What depended on it has to be looked at.
  }
}
