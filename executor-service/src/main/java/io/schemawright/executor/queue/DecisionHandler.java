package io.schemawright.executor.queue;

import io.schemawright.catalog.Fingerprint;
import io.schemawright.event.DecisionMade;
import io.schemawright.event.Envelope;
import io.schemawright.event.Event;
import io.schemawright.event.ExecutionCancelled;
import io.schemawright.event.ExecutionFailed;
import io.schemawright.event.ExecutionScheduled;
import io.schemawright.event.Failure;
import io.schemawright.executor.window.Calendar;
import io.schemawright.executor.window.Opening;
import io.schemawright.messaging.EventCodec;
import io.schemawright.messaging.EventHandler;
import io.schemawright.outbox.Transaction;
import io.schemawright.plan.Plan;
import io.schemawright.plan.Verdict;
import io.schemawright.request.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Puts approved plans into the queue and takes cancelled ones out. Runs nothing: a statement that
 * takes long must not keep the reader from its group.
 */
public final class DecisionHandler extends EventHandler {
  private static final Schedule ANY_TIME = new Schedule(null, null);

  private final EventCodec codec;
  private final Consumer<Transaction> queued;
  private final Function<String, Calendar> calendars;

  /**
   * A handler that lets {@code queued} know which transaction has made work.
   *
   * @param calendars when the target of a name may be changed
   */
  public DecisionHandler(
      EventCodec codec, Consumer<Transaction> queued, Function<String, Calendar> calendars) {
    super(codec);
    this.codec = codec;
    this.queued = queued;
    this.calendars = calendars;
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
    Calendar calendar = calendars.apply(plan.target());
    Schedule wish = Objects.requireNonNullElse(decision.request().schedule(), ANY_TIME);
    Optional<Failure> doubt =
        doubt(decision, plan, approved).or(() -> unknownWindow(wish, calendar, plan.target()));
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
    ExecutionScheduled scheduled = scheduled(transaction, decision, plan, calendar, wish);
    if (Executions.schedule(transaction.handle(), envelope, plan, scheduled.notBefore())) {
      transaction.publish(codec.encode(scheduled, envelope.cause()));
      queued.accept(transaction);
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

  private static Optional<Failure> unknownWindow(Schedule wish, Calendar calendar, String target) {
    String window = wish.window();
    if (window == null || calendar.has(window)) {
      return Optional.empty();
    }
    return Optional.of(
        new Failure(
            "unknown-window",
            null,
            "%s has no window \"%s\", %s: nothing was run"
                .formatted(
                    target,
                    window,
                    calendar.windows().isEmpty() ? "it has none" : "it has " + calendar.names()),
            "Make the request again with one of the target's windows, or without schedule.window."));
  }

  /** What takes too long for its window is found out when it is claimed: that asks the target. */
  private static ExecutionScheduled scheduled(
      Transaction transaction, DecisionMade decision, Plan plan, Calendar calendar, Schedule wish) {
    Instant notBefore = wish.notBefore();
    String reason = null;
    if (!calendar.isAlwaysOpen()) {
      Instant now = Executions.now(transaction.handle());
      Instant from = notBefore == null || notBefore.isBefore(now) ? now : notBefore;
      Optional<Opening> opening = calendar.next(from, Duration.ZERO, wish.window());
      if (opening.isPresent() && opening.get().at().isAfter(from)) {
        notBefore = opening.get().at();
        reason = opening.get().reason();
      }
    }
    return new ExecutionScheduled(
        decision.requestId(), plan.target(), plan.fingerprint(), notBefore, reason);
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
    queued.accept(transaction); // What depended on it has to be looked at.
  }
}
