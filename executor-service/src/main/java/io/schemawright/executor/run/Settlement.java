package io.schemawright.executor.run;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.SpanKind;
import io.schemawright.database.PassingFaults;
import io.schemawright.event.ExecutionStale;
import io.schemawright.event.Failure;
import io.schemawright.executor.queue.Claim;
import io.schemawright.executor.queue.Claimant;
import io.schemawright.executor.queue.Claims;
import io.schemawright.executor.window.Opening;
import io.schemawright.service.Health;
import io.schemawright.tracing.Trace;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees claims to their end: runs an attempt, writes down what came of it, decides whether there is
 * another. Never throws; thread-safe.
 */
final class Settlement implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Settlement.class);
  private static final String UNDONE = "undone";

  private final Gate gate;
  private final PlanRunner runner;
  private final Conclusion conclusion;
  private final Retries retries;
  private final Claimant claimant;
  private final MeterRegistry metrics;
  private final BooleanSupplier closing;
  private final ScheduledExecutorService alarm =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "worker-alarm");
            thread.setDaemon(true);
            return thread;
          });
  private volatile Health health = Health.ok();

  Settlement(
      Gate gate,
      PlanRunner runner,
      Conclusion conclusion,
      Retries retries,
      Claimant claimant,
      MeterRegistry metrics,
      BooleanSupplier closing) {
    this.gate = gate;
    this.runner = runner;
    this.conclusion = conclusion;
    this.retries = retries;
    this.claimant = claimant;
    this.metrics = metrics;
    this.closing = closing;
  }

  /**
   * Sees a claim to its end, or gives it back: the heartbeat renews what this process holds, and a
   * claim that nobody sees to must not stay. Errors are no exception to that.
   */
  void settle(Claim claim) {
    try {
      Trace.follow(
          claim.cause().trace(),
          SpanKind.CONSUMER,
          "execution",
          Map.of(
              "schemawright.target", claim.target(),
              "schemawright.attempt", Integer.toString(claim.attempt())),
          () -> {
            attempt(claim);
            return true;
          });
      health = Health.ok();
    } catch (RuntimeException | Error e) {
      LOG.atError()
          .setCause(e)
          .addKeyValue("requestId", claim.requestId())
          .log("cannot write down what became of a plan, its next claimant reads the ledger");
      giveBackInDoubt(claim);
    }
  }

  private void attempt(Claim claim) {
    Work work;
    try {
      work = Work.of(claim);
    } catch (IllegalArgumentException e) {
      LOG.atError()
          .setCause(e)
          .addKeyValue("requestId", claim.requestId())
          .log("the queue holds a decision that cannot be read");
      Failure failure =
          new Failure(
              "unreadable-plan",
              null,
              "The executor cannot read the approved plan: " + e.getMessage(),
              "Report this to the operator, with the request's id, then make the request again.");
      insist(
          claim,
          Claims.End.FAILED.state(),
          () -> conclusion.failed(claim, null, new Outcome.Failed(failure)));
      return;
    }
    Optional<Gate.NotNow> notNow = gate.ask(work);
    if (notNow.isPresent()) {
      var unused = holdBack(work, notNow.get());
      return;
    }
    Outcome outcome =
        claim.dependencyFailed() && !claim.inDoubt()
            ? new Outcome.Stale(work.plan().objects())
            : runner.run(claim, work.plan(), new ClaimProgress(conclusion, claim, closing));
    conclude(work, outcome);
  }

  private boolean holdBack(Work work, Gate.NotNow notNow) {
    Claim claim = work.claim();
    Opening opening = notNow.opening().orElse(null);
    if (opening == null) {
      Failure failure = Ending.nothingChanged(noWindow(claim, notNow.needed()));
      return conclude(work, new Outcome.Failed(failure));
    }
    Duration pause = notNow.pause();
    return insist(
        claim, null, () -> conclusion.heldBack(claim, opening, pause, () -> lookAfter(pause)));
  }

  private static Failure noWindow(Claim claim, Duration needed) {
    return new Failure(
        "no-window",
        null,
        "The change is expected to take %s, and no window of %s is that long"
            .formatted(needed, claim.target()),
        "Ask an operator for a longer window, or make the request again in smaller parts.");
  }

  private boolean conclude(Work work, Outcome outcome) {
    Claim claim = work.claim();
    return outcome.fold(
        applied ->
            insist(claim, Claims.End.SUCCEEDED.state(), () -> conclusion.applied(work, applied)),
        stale -> {
          List<ExecutionStale.Found> found = runner.found(work.plan(), stale);
          return insist(
              claim, Claims.End.STALE.state(), () -> conclusion.stale(work, stale, found));
        },
        failed ->
            insist(claim, Claims.End.FAILED.state(), () -> conclusion.failed(claim, work, failed)),
        undone -> insist(claim, UNDONE, () -> conclusion.undone(work, undone)),
        cancelled ->
            insist(
                claim, Claims.End.CANCELLED.state(), () -> conclusion.cancelled(work, cancelled)),
        inVain -> tryAgainOrGiveUp(work, inVain));
  }

  private boolean tryAgainOrGiveUp(Work work, Outcome.InVain inVain) {
    Claim claim = work.claim();
    Optional<Duration> pause = retries.pause(inVain, claim.trouble(), ThreadLocalRandom.current());
    if (pause.isEmpty()) {
      return conclude(
          work, new Outcome.Failed(Ending.nothingChanged(retries.givenUp(inVain, claim.target()))));
    }
    count(inVain.reason());
    return insist(claim, null, () -> giveBack(claim, inVain, pause.get()));
  }

  private void count(Reason reason) {
    metrics.counter("schemawright.execution.retries", "reason", reason.word()).increment();
  }

  private boolean giveBack(Claim claim, Outcome.InVain inVain, Duration pause) {
    return conclusion.inVain(claim, inVain, pause, () -> lookAfter(pause));
  }

  private void lookAfter(Duration pause) {
    try {
      var unused = alarm.schedule(claimant::look, pause.toMillis() + 1, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("closing: another instance, or the next start, makes the next attempt");
    }
  }

  /**
   * Writes it down, however long our database is away: the change may be done, and only a claim
   * whose lease has run out lets another process find that out.
   */
  private boolean insist(Claim claim, @Nullable String outcome, BooleanSupplier conclude) {
    Pause pause = new Pause(closing);
    while (true) {
      try {
        boolean ours = conclude.getAsBoolean();
        report(claim, outcome, ours);
        return ours;
      } catch (RuntimeException e) {
        if (!PassingFaults.isPassing(e)) {
          throw e;
        }
        LOG.atWarn()
            .addKeyValue("requestId", claim.requestId())
            .addKeyValue("fault", e.toString())
            .log("cannot write down what became of a plan, will try again");
        if (!pause.take()) {
          return false;
        }
      }
    }
  }

  /** Whatever the fault: while this process lives, only giving it back lets anybody go on. */
  private void giveBackInDoubt(Claim claim) {
    Outcome.InVain unsettled = new Outcome.InVain(Reason.UNSETTLED, true, null, null, List.of());
    Duration delay =
        retries.pause(unsettled, claim.trouble(), ThreadLocalRandom.current()).orElseThrow();
    count(unsettled.reason());
    Pause pause = new Pause(closing);
    boolean given = false;
    do {
      try {
        report(claim, null, giveBack(claim, unsettled, delay));
        given = true;
      } catch (RuntimeException e) {
        health = Health.notReady("cannot give back a claim: " + e.getMessage());
        LOG.atWarn()
            .addKeyValue("requestId", claim.requestId())
            .addKeyValue("fault", e.toString())
            .log("cannot give back a claim, will try again");
      }
    } while (!given && pause.take());
  }

  private void report(Claim claim, @Nullable String outcome, boolean ours) {
    if (!ours) {
      LOG.atInfo()
          .addKeyValue("requestId", claim.requestId())
          .log("another instance has taken a plan over");
    } else if (outcome != null) {
      metrics.counter("schemawright.executions", "outcome", outcome).increment();
      LOG.atInfo()
          .addKeyValue("requestId", claim.requestId())
          .addKeyValue("target", claim.target())
          .addKeyValue("attempt", claim.attempt())
          .addKeyValue("outcome", outcome)
          .log("a plan has come to its end");
    }
  }

  /** How the last claim went. */
  Health check() {
    return health;
  }

  @Override
  public void close() {
    alarm.shutdownNow();
    runner.close();
  }
}
