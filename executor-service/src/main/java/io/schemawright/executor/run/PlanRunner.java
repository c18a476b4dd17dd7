package io.schemawright.executor.run;

import io.micrometer.core.instrument.MeterRegistry;
import io.schemawright.event.ExecutionStale;
import io.schemawright.event.Failure;
import io.schemawright.executor.catalog.Sightings;
import io.schemawright.executor.ledger.Ledger;
import io.schemawright.executor.queue.Claim;
import io.schemawright.executor.target.Target;
import io.schemawright.executor.target.Targets;
import io.schemawright.plan.Plan;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one attempt at a plan on its target. Never throws; thread-safe. */
final class PlanRunner implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PlanRunner.class);

  private final Targets targets;
  private final LockWatch lockWatch = new LockWatch();
  private final Retries retries;
  private final RunMetrics metrics;
  private final Sightings sightings;

  PlanRunner(Targets targets, Sightings sightings, Retries retries, MeterRegistry metrics) {
    this.targets = targets;
    this.sightings = sightings;
    this.retries = retries;
    this.metrics = new RunMetrics(metrics);
  }

  /**
   * One attempt; every transaction it began on the target has ended when it returns.
   *
   * <p>An error of ours, such as a class that is missing, is no reason to lose the claim: what it
   * left is found out by another attempt.
   */
  Outcome run(Claim claim, Plan plan, Progress progress) {
    Optional<Target> target = targets.find(plan.target());
    if (target.isEmpty()) {
      return new Outcome.Failed(
          new Failure(
              "unknown-target",
              null,
              "The executor has no target \"%s\"; nothing was run".formatted(plan.target()),
              "Ask an operator to add it to SCHEMAWRIGHT_TARGETS, then make the request again."));
    }
    return run(claim, plan, target.get(), progress);
  }

  private Outcome run(Claim claim, Plan plan, Target target, Progress progress) {
    Connection connection;
    try {
      connection = target.connect();
    } catch (SQLException e) {
      target.didNotAnswer();
      return noConnection(claim, target, e);
    }
    target.answered();
    TargetSession session =
        new TargetSession(
            target,
            connection,
            new Ledger(connection, claim, target.ledgerKey()),
            plan,
            lockWatch,
            metrics,
            limit -> Retries.lockTimeout(limit, claim.trouble(), ThreadLocalRandom.current()));
    Outcome outcome;
    try {
      outcome = new PlanAttempt(session, claim, plan, retries, progress).run();
    } catch (RuntimeException | Error e) {
      LOG.atError()
          .setCause(e)
          .addKeyValue("requestId", claim.requestId())
          .addKeyValue("target", target.name())
          .log("an attempt at a plan broke off, the next one finds out what it has left");
      outcome = new Outcome.InVain(Reason.UNSETTLED, true, null, null, List.of());
    }
    if (outcome instanceof Outcome.InVain inVain && inVain.reason() == Reason.LOCK) {
      metrics.waitedForLock();
    }
    if (outcome instanceof Outcome.InVain inVain && inVain.reason() == Reason.AWAY) {
      target.didNotAnswer();
      warn(claim, target, inVain.fault(), "a target could not take a change, it is tried again");
    }
    giveBack(target, connection);
    return outcome;
  }

  /** How that is which is not as the plan expects it; empty where the target cannot be asked. */
  List<ExecutionStale.Found> found(Plan plan, Outcome.Stale stale) {
    return targets
        .find(plan.target())
        .map(target -> sightings.of(target, stale.differing()))
        .orElse(List.of());
  }

  private static Outcome noConnection(Claim claim, Target target, SQLException fault) {
    warn(claim, target, fault, "a target does not answer, its changes wait");
    return new Outcome.InVain(Reason.AWAY, claim.inDoubt(), fault, null, List.of());
  }

  private static void warn(Claim claim, Target target, @Nullable SQLException fault, String what) {
    LOG.atWarn()
        .addKeyValue("requestId", claim.requestId())
        .addKeyValue("target", target.name())
        .addKeyValue("fault", fault == null ? null : fault.getMessage())
        .log(what);
  }

  /**
   * A session that may still hold locks or a transaction is ended, not given back; so is one whose
   * settings do not go back to what they were.
   */
  private static void giveBack(Target target, Connection connection) {
    try (connection) {
      try {
        if (!connection.getAutoCommit()) {
          connection.rollback();
        }
        if (!ObjectLocks.release(connection).equals(Target.SEARCH_PATH)) {
          target.discard(connection);
        }
      } catch (SQLException e) {
        target.discard(connection);
      }
    } catch (SQLException e) {
      LOG.atDebug().setCause(e).log("a connection to a target did not close");
    }
  }

  @Override
  public void close() {
    lockWatch.close();
  }
}
