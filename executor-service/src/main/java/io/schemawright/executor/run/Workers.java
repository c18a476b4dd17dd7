package io.schemawright.executor.run;

import io.micrometer.core.instrument.MeterRegistry;
import io.schemawright.database.PassingFaults;
import io.schemawright.event.ExecutionStarted;
import io.schemawright.event.Failure;
import io.schemawright.executor.queue.Bell;
import io.schemawright.executor.queue.Claim;
import io.schemawright.executor.queue.Executions;
import io.schemawright.executor.target.Targets;
import io.schemawright.messaging.EventCodec;
import io.schemawright.outbox.Outbox;
import io.schemawright.service.Health;
import io.schemawright.service.Part;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
 * The threads that take plans from the queue and see each to its end.
 *
 * <p>A worker sleeps until the {@link Bell} rings, which it does after every commit that made work,
 * and looks by itself once a second for what other processes left. Whoever finds work rings for the
 * next one, so that a batch wakes as many as it needs.
 */
public final class Workers implements Part {
  private static final Logger LOG = LoggerFactory.getLogger(Workers.class);
  private static final Duration SLOW_POLL = Duration.ofSeconds(1);

  private final Outbox outbox;
  private final EventCodec codec;
  private final Targets targets;
  private final PlanRunner runner;
  private final Conclusion conclusion;
  private final Retries retries;
  private final Bell bell;
  private final String owner;
  private final Duration lease;
  private final MeterRegistry metrics;
  private final List<Thread> threads = new ArrayList<>();
  private final ScheduledExecutorService alarm =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "worker-alarm");
            thread.setDaemon(true);
            return thread;
          });
  private volatile boolean closing;
  private volatile Health health = Health.ok();

  /** Workers that begin with {@link #start}; {@code owner} names this process, and no other. */
  public Workers(
      Outbox outbox,
      EventCodec codec,
      Targets targets,
      Retries retries,
      Bell bell,
      String owner,
      Duration lease,
      MeterRegistry metrics) {
    this.outbox = outbox;
    this.codec = codec;
    this.targets = targets;
    this.runner = new PlanRunner(targets, metrics);
    this.conclusion = new Conclusion(outbox, codec);
    this.retries = retries;
    this.bell = bell;
    this.owner = owner;
    this.lease = lease;
    this.metrics = metrics;
  }

  /** Starts so many threads. */
  public void start(int count) {
    for (int i = 1; i <= count; i++) {
      Thread thread = new Thread(this::work, "worker-" + i);
      threads.add(thread);
      thread.start();
    }
  }

  private void work() {
    Pause pause = new Pause(() -> closing);
    while (!closing) {
      try {
        Optional<Claim> claim = claim();
        pause.reset();
        health = Health.ok();
        if (claim.isPresent()) {
          bell.ring();
          settleOrGiveBack(claim.get());
        } else {
          bell.await(SLOW_POLL);
        }
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        health = Health.notReady("cannot work on the queue: " + e.getMessage());
        LOG.atWarn().setCause(e).log("a worker met a fault, it goes on after a pause");
        if (!pause.take()) {
          return;
        }
      }
    }
  }

  /**
   * The claim need not be durable: if a crash of our database forgets it, somebody claims the plan
   * again, and the target's ledger knows whether it has been run.
   */
  private Optional<Claim> claim() {
    return outbox.transact(
        transaction -> {
          Optional<Claim> claim =
              Executions.claim(transaction.handle(), owner, lease, targets.resting());
          claim.ifPresent(
              taken -> {
                transaction.handle().execute("set local synchronous_commit = off");
                if (!taken.dependencyFailed()) {
                  transaction.publish(
                      codec.encode(
                          new ExecutionStarted(
                              taken.requestId(), taken.target(), taken.plan(), taken.attempt()),
                          taken.cause()));
                }
              });
          return claim;
        });
  }

  /** The heartbeat renews what this process holds: a claim that nobody sees to must not stay. */
  private void settleOrGiveBack(Claim claim) {
    try {
      settle(claim);
    } catch (RuntimeException e) {
      LOG.atError()
          .setCause(e)
          .addKeyValue("requestId", claim.requestId())
          .log("cannot write down what became of a plan, its next claimant reads the ledger");
      giveBackInDoubt(claim);
    }
  }

  private void settle(Claim claim) {
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
      insist(claim, Executions.End.FAILED.state(), () -> conclusion.failed(claim, null, failure));
      return;
    }
    Outcome outcome =
        claim.dependencyFailed() && !claim.inDoubt()
            ? new Outcome.Stale(work.plan().objects())
            : runner.run(claim, work.plan());
    conclude(work, outcome);
  }

  private boolean conclude(Work work, Outcome outcome) {
    Claim claim = work.claim();
    return outcome.fold(
        applied ->
            insist(
                claim, Executions.End.SUCCEEDED.state(), () -> conclusion.applied(work, applied)),
        stale -> insist(claim, Executions.End.STALE.state(), () -> conclusion.stale(work, stale)),
        failed ->
            insist(
                claim,
                Executions.End.FAILED.state(),
                () -> conclusion.failed(claim, work, failed.failure())),
        cancelled ->
            insist(
                claim,
                Executions.End.CANCELLED.state(),
                () -> conclusion.cancelled(work, cancelled)),
        inVain -> tryAgainOrGiveUp(work, inVain));
  }

  private boolean tryAgainOrGiveUp(Work work, Outcome.InVain inVain) {
    Claim claim = work.claim();
    Optional<Duration> pause = retries.pause(inVain, claim.trouble(), ThreadLocalRandom.current());
    if (pause.isEmpty()) {
      return conclude(work, new Outcome.Failed(retries.givenUp(inVain, claim.target())));
    }
    count(inVain.reason());
    return insist(claim, null, () -> giveBack(claim, inVain, pause.get()));
  }

  private void count(Reason reason) {
    metrics.counter("schemawright.execution.retries", "reason", reason.word()).increment();
  }

  private boolean giveBack(Claim claim, Outcome.InVain inVain, Duration pause) {
    return conclusion.inVain(claim, inVain, pause, () -> ringAfter(pause));
  }

  private void ringAfter(Duration pause) {
    try {
      var unused = alarm.schedule(bell::ring, pause.toMillis() + 1, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("closing: another instance, or the next start, makes the next attempt");
    }
  }

  /**
   * Writes it down, however long our database is away: the change may be done, and only a claim
   * whose lease has run out lets another process find that out.
   */
  private boolean insist(Claim claim, @Nullable String outcome, BooleanSupplier conclude) {
    Pause pause = new Pause(() -> closing);
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
    Pause pause = new Pause(() -> closing);
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
      bell.ring(); // What waited for this one may run now.
      LOG.atInfo()
          .addKeyValue("requestId", claim.requestId())
          .addKeyValue("target", claim.target())
          .addKeyValue("attempt", claim.attempt())
          .addKeyValue("outcome", outcome)
          .log("a plan has come to its end");
    }
  }

  @Override
  public String name() {
    return "workers";
  }

  @Override
  public Health check() {
    return health;
  }

  /** Lets each worker finish what it runs. */
  @Override
  public void close() {
    closing = true;
    alarm.shutdownNow();
    threads.forEach(thread -> bell.ringFor(threads.size()));
    try {
      for (Thread thread : threads) {
        thread.join(TimeUnit.SECONDS.toMillis(30));
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    runner.close();
  }
}
