package io.schemawright.executor.run;

import io.schemawright.catalog.Introspection;
import io.schemawright.catalog.ObjectKind;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.TableStatistics;
import io.schemawright.executor.target.Target;
import io.schemawright.executor.target.Targets;
import io.schemawright.executor.window.Calendar;
import io.schemawright.executor.window.Opening;
import io.schemawright.plan.Rehearsal;
import io.schemawright.request.Schedule;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds back what its target's calendar does not let begin now. What may have begun goes on: half a
 * change is worse than a late one. Thread-safe.
 */
final class Gate {
  private static final Logger LOG = LoggerFactory.getLogger(Gate.class);

  private final Targets targets;
  private final Supplier<Instant> clock;

  /** A gate that goes by {@code clock}, which is the database's. */
  Gate(Targets targets, Supplier<Instant> clock) {
    this.targets = targets;
    this.clock = clock;
  }

  /**
   * A change has to wait.
   *
   * @param needed how long it is expected to take
   * @param pause until it may begin
   * @param opening when it may begin; empty where it never may
   */
  record NotNow(Duration needed, Duration pause, Optional<Opening> opening) {}

  /** Empty where the change may begin. */
  Optional<NotNow> ask(Work work) {
    Calendar calendar = targets.calendar(work.plan().target());
    if (calendar.isAlwaysOpen()
        || work.claim().inDoubt()
        || work.claim().cancellation().isPresent()) {
      return Optional.empty();
    }
    Duration needed = needed(work);
    Instant now = clock.get();
    Schedule wish = work.decision().request().schedule();
    Optional<Opening> opening = calendar.next(now, needed, wish == null ? null : wish.window());
    Duration pause = opening.map(next -> Duration.between(now, next.at())).orElse(Duration.ZERO);
    return opening.isPresent() && pause.isZero()
        ? Optional.empty()
        : Optional.of(new NotNow(needed, pause, opening));
  }

  private Duration needed(Work work) {
    Rehearsal rehearsal = work.decision().rehearsal();
    Optional<Target> target = targets.find(work.plan().target());
    if (rehearsal == null || target.isEmpty()) {
      return Duration.ZERO;
    }
    List<ObjectRef> tables =
        Estimate.tables(work.plan().steps(), rehearsal).stream()
            .filter(ref -> ref.kind() == ObjectKind.TABLE)
            .toList();
    if (tables.isEmpty()) {
      return Duration.ZERO;
    }
    try (Connection connection = target.get().connect()) {
      Map<ObjectRef, TableStatistics> sizes = Introspection.statistics(connection, tables);
      return Estimate.of(work.plan().steps(), rehearsal, sizes);
    } catch (SQLException e) {
      LOG.atDebug().setCause(e).log("cannot see how large the tables of a plan are");
      return Duration.ZERO; // The attempt meets the same fault and says so.
    }
  }
}
