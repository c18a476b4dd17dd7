package io.schemawright.executor.run;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.schemawright.event.Failure;
import io.schemawright.executor.queue.Claim;
import io.schemawright.executor.target.Target;
import io.schemawright.executor.target.Targets;
import io.schemawright.plan.Plan;
import io.schemawright.plan.Step;
import io.schemawright.plan.StepMode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one attempt at a plan on its target. Never throws; thread-safe. */
final class PlanRunner implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PlanRunner.class);

  private final Targets targets;
  private final LockWatch lockWatch = new LockWatch();
  private final Timer ddl;
  private final Counter lockWaits;

  PlanRunner(Targets targets, MeterRegistry metrics) {
    this.targets = targets;
    this.ddl =
        Timer.builder("schemawright.ddl")
            .description("How long a step's statements took on the target")
            .publishPercentileHistogram()
            .register(metrics);
    this.lockWaits =
        Counter.builder("schemawright.lock.waits")
            .description("Attempts that ended because somebody else held a lock")
            .register(metrics);
  }

  /** One attempt; every transaction it began on the target has ended when it returns. */
  Outcome run(Claim claim, Plan plan) {
    Optional<Target> target = targets.find(plan.target());
    if (target.isEmpty()) {
      return new Outcome.Failed(
          new Failure(
              "unknown-target",
              null,
              "The executor has no target \"%s\"; nothing was run".formatted(plan.target()),
              "Ask an operator to add it to SCHEMAWRIGHT_TARGETS, then make the request again."));
    }
    Optional<Step> unsupported =
        plan.steps().stream().filter(step -> step.mode() != StepMode.TRANSACTIONAL).findFirst();
    if (unsupported.isPresent()) {
      return new Outcome.Failed(
          new Failure(
              "unsupported-mode",
              null,
              "Step %d would have to run in mode %s, which this executor does not know; nothing was run"
                  .formatted(unsupported.get().number(), unsupported.get().mode()),
              "Update the executor, then make the request again."));
    }
    return run(claim, plan, target.get());
  }

  private Outcome run(Claim claim, Plan plan, Target target) {
    Connection connection;
    try {
      connection = target.connect();
    } catch (SQLException e) {
      target.didNotAnswer();
      return noConnection(claim, target, e);
    }
    target.answered();
    PlanAttempt attempt = new PlanAttempt(target, connection, claim, plan, lockWatch, ddl);
    Outcome outcome;
    try {
      outcome = attempt.run();
    } catch (RuntimeException e) {
      LOG.atError()
          .setCause(e)
          .addKeyValue("requestId", claim.requestId())
          .addKeyValue("target", target.name())
          .log("a plan could not be run");
      outcome = attempt.brokeOff(e);
    }
    if (outcome instanceof Outcome.InVain inVain && inVain.reason() == Reason.LOCK) {
      lockWaits.increment();
    }
    if (outcome instanceof Outcome.InVain inVain && inVain.reason() == Reason.AWAY) {
      target.didNotAnswer();
    }
    giveBack(target, connection);
    return outcome;
  }

  private static Outcome noConnection(Claim claim, Target target, SQLException fault) {
    LOG.atWarn()
        .addKeyValue("requestId", claim.requestId())
        .addKeyValue("target", target.name())
        .addKeyValue("fault", fault.getMessage())
        .log("a target does not answer, its changes wait");
    return new Outcome.InVain(
        Reason.AWAY, claim.inDoubt(), Faults.sqlState(fault), null, List.of());
  }

  /**
   * A session that may still hold locks or a transaction is ended, not given back; so is one whose
   * search path a statement has changed.
   */
  private static void giveBack(Target target, Connection connection) {
    try (connection) {
      try {
        connection.rollback();
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
