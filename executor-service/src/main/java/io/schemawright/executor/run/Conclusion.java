package io.schemawright.executor.run;

import io.schemawright.catalog.ObjectRef;
import io.schemawright.event.CatalogObjectChanged;
import io.schemawright.event.CatalogObjectRemoved;
import io.schemawright.event.Event;
import io.schemawright.event.ExecutionCancelled;
import io.schemawright.event.ExecutionFailed;
import io.schemawright.event.ExecutionScheduled;
import io.schemawright.event.ExecutionStale;
import io.schemawright.event.ExecutionStepDone;
import io.schemawright.event.ExecutionSucceeded;
import io.schemawright.event.ExecutionSucceeded.ObjectVersion;
import io.schemawright.event.ExecutionUndone;
import io.schemawright.event.ExecutionWaitingForLock;
import io.schemawright.event.Failure;
import io.schemawright.executor.audit.AuditLink;
import io.schemawright.executor.audit.AutoCreateLog;
import io.schemawright.executor.catalog.CatalogObjects;
import io.schemawright.executor.ledger.Recorded;
import io.schemawright.executor.queue.Cancellation;
import io.schemawright.executor.queue.Claim;
import io.schemawright.executor.queue.Claimant;
import io.schemawright.executor.queue.Claims;
import io.schemawright.executor.queue.ToldSteps;
import io.schemawright.executor.trash.TrashedTables;
import io.schemawright.executor.window.Opening;
import io.schemawright.messaging.EventCodec;
import io.schemawright.outbox.Outbox;
import io.schemawright.outbox.Transaction;
import io.schemawright.plan.ObjectState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Writes down what an attempt came to: the state of the queue, the audit, the catalog and the
 * events about them, in one transaction of our own database; the same transaction claims what the
 * worker does next.
 *
 * <p>A claimant whose lease has been lost writes nothing. Thread-safe.
 */
final class Conclusion {
  private final Outbox outbox;
  private final EventCodec codec;
  private final Claimant claimant;

  Conclusion(Outbox outbox, EventCodec codec, Claimant claimant) {
    this.outbox = outbox;
    this.codec = codec;
    this.claimant = claimant;
  }

  private boolean end(Claim claim, Predicate<Transaction> writing) {
    return outbox.transact(
        transaction -> {
          boolean ours = writing.test(transaction);
          claimant.claimAfter(claim, transaction);
          return ours;
        });
  }

  /** The change is done. Returns whether the claim was still ours. */
  boolean applied(Work work, Outcome.Applied applied) {
    Claim claim = work.claim();
    return end(
        claim,
        transaction -> {
          if (!Claims.end(transaction.handle(), claim, Claims.End.SUCCEEDED, null)) {
            return false;
          }
          Set<Integer> told =
              applied.steps().size() == 1 ? Set.of() : ToldSteps.of(transaction.handle(), claim);
          List<ObjectVersion> versions = publishCatalog(transaction, work, applied.last());
          publishSteps(transaction, claim, applied.steps(), told);
          TrashedTables.applied(
              transaction.handle(), work.decision(), work.plan(), applied.last().appliedAt());
          ChangeRecords.log(transaction, work, AutoCreateLog.Action.CREATED, null);
          AuditLink link =
              ChangeRecords.audit(transaction, work, "succeeded", applied.last().appliedAt());
          publishAudited(transaction, claim, success(claim, applied, versions), link);
          return true;
        });
  }

  /** What the plan has changed; an object that it only looks at keeps its version. */
  private List<ObjectVersion> publishCatalog(Transaction transaction, Work work, Recorded last) {
    Claim claim = work.claim();
    List<ObjectVersion> versions = new ArrayList<>();
    for (ObjectState state : last.outcome().states()) {
      ObjectRef ref = state.ref();
      if (work.fingerprintBefore(ref).equals(state.fingerprint())) {
        continue;
      }
      long version =
          CatalogObjects.raise(
              transaction.handle(),
              claim.target(),
              ref,
              Optional.ofNullable(state.object()),
              last.outcome().sizeOf(ref),
              claim.requestId());
      if (state.object() == null) {
        publish(transaction, claim, new CatalogObjectRemoved(claim.target(), ref));
      } else {
        versions.add(new ObjectVersion(ref, version));
        publish(
            transaction,
            claim,
            new CatalogObjectChanged(
                claim.target(),
                state.object(),
                version,
                claim.requestId(),
                last.outcome().sizeOf(ref).orElse(null)));
      }
    }
    return versions;
  }

  private void publishSteps(
      Transaction transaction, Claim claim, List<Recorded> steps, Set<Integer> told) {
    for (Recorded step : steps) {
      if (!told.contains(step.outcome().step())) {
        publish(
            transaction,
            claim,
            new ExecutionStepDone(
                claim.requestId(),
                claim.target(),
                claim.plan(),
                step.outcome().step(),
                step.outcome().summary(),
                step.outcome().ddlMillis()));
      }
    }
  }

  private static Event success(Claim claim, Outcome.Applied applied, List<ObjectVersion> versions) {
    long ddlMillis = applied.steps().stream().mapToLong(step -> step.outcome().ddlMillis()).sum();
    return new ExecutionSucceeded(
        claim.requestId(),
        claim.target(),
        claim.plan(),
        claim.startedAt(),
        applied.last().appliedAt(),
        ddlMillis,
        versions);
  }

  /** These steps are done and more are to come. Returns whether the claim is still ours. */
  boolean progress(Claim claim, List<Recorded> steps) {
    List<Integer> numbers = steps.stream().map(step -> step.outcome().step()).toList();
    return outbox.transact(
        transaction -> {
          Set<Integer> told = ToldSteps.of(transaction.handle(), claim);
          if (!ToldSteps.write(transaction.handle(), claim, numbers)) {
            return false;
          }
          publishSteps(transaction, claim, steps, told);
          return true;
        });
  }

  /** The wish that the claimed plan be cancelled, if there is one by now. */
  Optional<Cancellation> cancellation(Claim claim) {
    return outbox.transact(transaction -> Claims.cancellation(transaction.handle(), claim));
  }

  /** The target is not as the plan expects it, but as it was found. */
  boolean stale(Work work, Outcome.Stale stale, List<ExecutionStale.Found> found) {
    Claim claim = work.claim();
    return end(
        claim,
        transaction -> {
          if (!Claims.end(transaction.handle(), claim, Claims.End.STALE, null)) {
            return false;
          }
          publish(
              transaction,
              claim,
              new ExecutionStale(
                  claim.requestId(),
                  claim.target(),
                  claim.plan(),
                  List.copyOf(stale.differing()),
                  found));
          TrashedTables.stale(transaction.handle(), work.decision().request(), found);
          ChangeRecords.log(
              transaction, work, AutoCreateLog.Action.SKIPPED, "the target has changed");
          return true;
        });
  }

  /** The change failed; {@code work} is absent where not even the decision could be read. */
  boolean failed(Claim claim, @Nullable Work work, Outcome.Failed failed) {
    return failed(
        claim,
        work,
        failed.failure(),
        new ExecutionFailed(
            claim.requestId(), claim.target(), claim.plan(), failed.failure(), failed.remains()));
  }

  /** The change failed half-way, and what was done is undone. */
  boolean undone(Work work, Outcome.Undone undone) {
    Claim claim = work.claim();
    return failed(
        claim,
        work,
        undone.failure(),
        new ExecutionUndone(claim.requestId(), claim.target(), claim.plan(), undone.failure()));
  }

  private boolean failed(Claim claim, @Nullable Work work, Failure failure, Event event) {
    return end(
        claim,
        transaction -> {
          if (!Claims.end(transaction.handle(), claim, Claims.End.FAILED, failure)) {
            return false;
          }
          if (work == null) {
            publish(transaction, claim, event);
          } else {
            ChangeRecords.log(transaction, work, AutoCreateLog.Action.FAILED, failure.message());
            AuditLink link = ChangeRecords.audit(transaction, work, "failed", Instant.now());
            publishAudited(transaction, claim, event, link);
          }
          return true;
        });
  }

  /** It was cancelled: nothing was done, or what had been is undone. */
  boolean cancelled(Work work, Outcome.Cancelled cancelled) {
    Claim claim = work.claim();
    return end(
        claim,
        transaction -> {
          if (!Claims.end(transaction.handle(), claim, Claims.End.CANCELLED, null)) {
            return false;
          }
          Event event =
              new ExecutionCancelled(
                  claim.requestId(),
                  claim.target(),
                  claim.plan(),
                  cancelled.cancellation().by(),
                  cancelled.cancellation().reason());
          ChangeRecords.log(
              transaction, work, AutoCreateLog.Action.SKIPPED, cancelled.cancellation().reason());
          if (cancelled.undone().isEmpty()) {
            publish(transaction, claim, event);
          } else {
            String outcome = Claims.End.CANCELLED.state();
            AuditLink link =
                ChangeRecords.audit(
                    transaction,
                    work,
                    outcome,
                    work.summary(cancelled),
                    work.sql(cancelled),
                    Instant.now());
            publishAudited(transaction, claim, event, link);
          }
          return true;
        });
  }

  /** There will be another attempt after {@code pause}; {@code whenGiven} follows the commit. */
  boolean inVain(Claim claim, Outcome.InVain inVain, Duration pause, Runnable whenGiven) {
    return end(
        claim,
        transaction -> {
          if (!Claims.giveBack(
              transaction.handle(), claim, inVain.reason().word(), pause, inVain.inDoubt())) {
            return false;
          }
          if (inVain.reason() == Reason.LOCK) {
            publish(
                transaction,
                claim,
                new ExecutionWaitingForLock(
                    claim.requestId(),
                    claim.target(),
                    claim.plan(),
                    claim.attempt(),
                    inVain.object(),
                    inVain.blockers()));
          }
          transaction.afterCommit(whenGiven);
          return true;
        });
  }

  /** It may not begin before {@code opening}; {@code whenGiven} follows the commit. */
  boolean heldBack(Claim claim, Opening opening, Duration pause, Runnable whenGiven) {
    return end(
        claim,
        transaction -> {
          if (!Claims.giveBack(transaction.handle(), claim, "window", pause, false)) {
            return false;
          }
          publish(
              transaction,
              claim,
              new ExecutionScheduled(
                  claim.requestId(), claim.target(), claim.plan(), opening.at(), opening.reason()));
          transaction.afterCommit(whenGiven);
          return true;
        });
  }

  private void publish(Transaction transaction, Claim claim, Event event) {
    transaction.publish(codec.encode(event, claim.cause()));
  }

  /** With its row's place in the audit, which is then known where nobody can take it back. */
  private void publishAudited(Transaction transaction, Claim claim, Event event, AuditLink link) {
    transaction.publish(
        codec.encode(event, claim.cause()).withHeader(AuditLink.HEADER, link.text()));
  }
}
