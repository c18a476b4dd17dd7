package io.schemawright.executor.run;

import io.schemawright.catalog.ObjectRef;
import io.schemawright.event.ExecutionWaitingForLock.Blocker;
import io.schemawright.event.Failure;
import io.schemawright.executor.ledger.Recorded;
import io.schemawright.executor.queue.Cancellation;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What came of one attempt. */
sealed interface Outcome {

  /** Treats every case. */
  <R> R fold(
      Function<Applied, R> applied,
      Function<Stale, R> stale,
      Function<Failed, R> failed,
      Function<Undone, R> undone,
      Function<Cancelled, R> cancelled,
      Function<InVain, R> inVain);

  /**
   * Every step is committed, by this attempt or by an earlier one.
   *
   * @param steps as the ledger has them, in order; checks leave nothing there
   */
  record Applied(List<Recorded> steps) implements Outcome {
    public Applied {
      steps = List.copyOf(steps);
    }

    /** How the target is now. */
    Recorded last() {
      return steps.get(steps.size() - 1);
    }

    @Override
    public <R> R fold(
        Function<Applied, R> applied,
        Function<Stale, R> stale,
        Function<Failed, R> failed,
        Function<Undone, R> undone,
        Function<Cancelled, R> cancelled,
        Function<InVain, R> inVain) {
      return applied.apply(this);
    }
  }

  /** The target is not as the plan expects it; nothing was done. */
  record Stale(Collection<ObjectRef> differing) implements Outcome {
    public Stale {
      differing = List.copyOf(differing);
    }

    @Override
    public <R> R fold(
        Function<Applied, R> applied,
        Function<Stale, R> stale,
        Function<Failed, R> failed,
        Function<Undone, R> undone,
        Function<Cancelled, R> cancelled,
        Function<InVain, R> inVain) {
      return stale.apply(this);
    }
  }

  /**
   * No further attempt would help.
   *
   * @param remains what is left on the target of the steps that had been committed; empty where
   *     nothing is
   */
  record Failed(Failure failure, List<String> remains) implements Outcome {
    public Failed {
      remains = List.copyOf(remains);
    }

    /** Nothing had been committed. */
    Failed(Failure failure) {
      this(failure, List.of());
    }

    @Override
    public <R> R fold(
        Function<Applied, R> applied,
        Function<Stale, R> stale,
        Function<Failed, R> failed,
        Function<Undone, R> undone,
        Function<Cancelled, R> cancelled,
        Function<InVain, R> inVain) {
      return failed.apply(this);
    }
  }

  /** No further attempt would help; what had been committed is undone. */
  record Undone(Failure failure) implements Outcome {
    @Override
    public <R> R fold(
        Function<Applied, R> applied,
        Function<Stale, R> stale,
        Function<Failed, R> failed,
        Function<Undone, R> undone,
        Function<Cancelled, R> cancelled,
        Function<InVain, R> inVain) {
      return undone.apply(this);
    }
  }

  /**
   * It was cancelled: nothing was done, or what had been is undone.
   *
   * @param undone the numbers of the steps that had been done
   */
  record Cancelled(Cancellation cancellation, Set<Integer> undone) implements Outcome {
    public Cancelled {
      undone = Set.copyOf(undone);
    }

    @Override
    public <R> R fold(
        Function<Applied, R> applied,
        Function<Stale, R> stale,
        Function<Failed, R> failed,
        Function<Undone, R> undone,
        Function<Cancelled, R> cancelled,
        Function<InVain, R> inVain) {
      return cancelled.apply(this);
    }
  }

  /**
   * The fault is expected to pass.
   *
   * @param inDoubt whether this or an earlier attempt may have committed
   * @param fault what the target or the way to it said, if that is why
   * @param object what could not be locked, if it is known
   * @param blockers who was in the way
   */
  record InVain(
      Reason reason,
      boolean inDoubt,
      @Nullable SQLException fault,
      @Nullable ObjectRef object,
      List<Blocker> blockers)
      implements Outcome {
    public InVain {
      blockers = List.copyOf(blockers);
    }

    @Override
    public <R> R fold(
        Function<Applied, R> applied,
        Function<Stale, R> stale,
        Function<Failed, R> failed,
        Function<Undone, R> undone,
        Function<Cancelled, R> cancelled,
        Function<InVain, R> inVain) {
      return inVain.apply(this);
    }
  }
}
