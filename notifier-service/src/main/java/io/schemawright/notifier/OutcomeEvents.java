package io.schemawright.notifier;

import io.schemawright.event.Cause;
import io.schemawright.event.ChangeCompleted;
import io.schemawright.event.DecisionMade;
import io.schemawright.event.Envelope;
import io.schemawright.event.Event;
import io.schemawright.event.ExecutionEvent;
import io.schemawright.event.ExecutionStale;
import io.schemawright.event.RequestAccepted;
import io.schemawright.event.ReviewOverdue;
import io.schemawright.messaging.EventCodec;
import io.schemawright.messaging.EventHandler;
import io.schemawright.notifier.delivery.Courier;
import io.schemawright.notifier.delivery.Deliveries;
import io.schemawright.notifier.message.Change;
import io.schemawright.notifier.message.Changes;
import io.schemawright.notifier.message.Decided;
import io.schemawright.notifier.message.Ended;
import io.schemawright.notifier.message.Notification;
import io.schemawright.notifier.message.Notifications;
import io.schemawright.outbox.Transaction;
import io.schemawright.plan.Verdict;
import io.schemawright.request.RequestId;
import io.schemawright.tracing.Trace;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Gathers what happens to each request, and, in the transaction in which there is something to
 * tell, keeps the message for every channel and publishes the completion.
 */
final class OutcomeEvents extends EventHandler {
  private final EventCodec codec;
  private final List<Courier> couriers;
  private final OutcomeMetrics metrics;

  OutcomeEvents(EventCodec codec, List<Courier> couriers, OutcomeMetrics metrics) {
    super(codec);
    this.codec = codec;
    this.couriers = List.copyOf(couriers);
    this.metrics = metrics;
  }

  @Override
  public boolean matters(Envelope<Event> envelope) {
    Event event = envelope.event();
    return !(event instanceof ExecutionEvent execution)
        || execution.isFinal()
        || event instanceof ExecutionStale;
  }

  /** What only prepares the telling of an end may wait for it. */
  @Override
  public boolean isAwaited(Envelope<Event> envelope) {
    Event event = envelope.event();
    boolean approval =
        event instanceof DecisionMade decision && decision.verdict() instanceof Verdict.Approved;
    return !approval && !(event instanceof RequestAccepted);
  }

  @Override
  public void handle(Transaction transaction, Envelope<Event> envelope) {
    Event event = envelope.event();
    if (event instanceof RequestAccepted accepted) {
      changes(transaction).accepted(accepted.request().requestId(), envelope.time());
    } else if (event instanceof DecisionMade decision) {
      Decided decided = new Decided(decision, envelope.time());
      gather(transaction, envelope, decision.requestId(), change -> change.decided(decided));
    } else if (event instanceof ReviewOverdue overdue) {
      Change change = changes(transaction).locked(overdue.requestId());
      Notifications.about(change, overdue, envelope.time())
          .ifPresent(told -> tell(transaction, envelope, told));
    } else if (event instanceof ExecutionStale stale) {
      gather(transaction, envelope, stale.requestId(), Change::stale);
    } else if (event instanceof ExecutionEvent execution) {
      Ended ended = new Ended(execution, envelope.time());
      gather(transaction, envelope, execution.requestId(), change -> change.ended(ended));
    }
  }

  private static Changes changes(Transaction transaction) {
    return transaction.unitOfWork(Changes.class, Changes::new, Changes::write);
  }

  private void gather(
      Transaction transaction,
      Envelope<Event> envelope,
      RequestId requestId,
      UnaryOperator<Change> news) {
    Change before = changes(transaction).locked(requestId);
    if (before.told()) {
      return;
    }
    Change after = news.apply(before);
    Optional<Notification> notification = Notifications.about(before, after);
    notification.ifPresent(told -> tell(transaction, envelope, told));
    Optional<ChangeCompleted> completed = notification.flatMap(Notification::completed);
    completed.ifPresent(
        end -> transaction.afterCommit(() -> metrics.completed(end, after.executed())));
    changes(transaction).put(completed.isPresent() ? after.asTold() : after);
  }

  private void tell(Transaction transaction, Envelope<Event> envelope, Notification notification) {
    notification
        .completed()
        .ifPresent(
            completed ->
                transaction.publish(
                    codec.encode(
                        completed,
                        new Cause(
                            Notifications.completionCause(completed.requestId()),
                            envelope.trace()))));
    Deliveries.add(
        transaction.handle(),
        notification.message(),
        Trace.current(envelope.trace()),
        couriers.stream().map(Courier::channel).toList());
    couriers.forEach(courier -> transaction.afterCommit(courier::wake));
  }
}
