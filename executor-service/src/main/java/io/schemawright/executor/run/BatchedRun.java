package io.schemawright.executor.run;

import io.schemawright.executor.ledger.BackfillProgress;
import io.schemawright.plan.Batches;
import io.schemawright.plan.Step;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Runs a backfill: walks the key in ascending ranges, each an UPDATE and the progress it makes in
 * one transaction, so that no range is done twice whenever the process dies.
 *
 * <p>Ranges are counted in rows of the table, whether the condition holds for them or not: a batch
 * never reads more than it may. Their size follows the time that the last one took. For one thread.
 */
final class BatchedRun {
  private static final long TARGET_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final int FIRST_SIZE = 100;
  private static final int SMALLEST_SIZE = 10;
  private static final int LARGEST_SIZE = 50_000;
  private static final int MOST_TRIES = 5;
  private static final long LONGEST_PAUSE_MILLIS = 50;

  private final TargetSession session;
  private final Progress progress;

  BatchedRun(TargetSession session, Progress progress) {
    this.session = session;
    this.progress = progress;
  }

  /**
   * What it came to.
   *
   * @param rows how many rows were changed, by this attempt and those before it
   * @param millis how long this attempt took
   */
  record Done(long rows, long millis) {}

  /**
   * Goes on from where it stands.
   *
   * @throws Interruption between two batches
   * @throws SQLException if a batch failed; every batch before it is committed
   */
  Done run(Step step) throws SQLException, Interruption {
    long begin = System.nanoTime();
    Batches batches = Objects.requireNonNull(step.batches());
    session.begin();
    BatchSql sql = BatchSql.of(session.connection(), batches);
    Optional<BackfillProgress> before = session.ledger().backfill(step.number());
    session.rollback();
    List<String> from = before.map(BackfillProgress::lastKey).orElse(List.of());
    long rows = before.map(BackfillProgress::rows).orElse(0L);
    int size = FIRST_SIZE;
    int tries = 0;
    ReplicaLag lag = new ReplicaLag();
    while (true) {
      long started = System.nanoTime();
      try {
        List<String> after = from;
        long soFar = rows;
        int most = size;
        Optional<BackfillProgress> now =
            session.traced(step, () -> batch(step, sql, after, most, soFar));
        if (now.isEmpty()) {
          return new Done(rows, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
        }
        session.metrics().backfilled(now.get().rows() - rows);
        rows = now.get().rows();
        from = now.get().lastKey();
        tries = 0;
      } catch (SQLException e) {
        boolean again = Faults.passing(e).filter(Reason.LOCK::equals).isPresent();
        if (!again || session.inDoubt() || ++tries == MOST_TRIES) {
          throw e;
        }
        session.rollback(); // Fewer rows meet fewer of others' locks.
        size = Math.max(SMALLEST_SIZE, size / 2);
      }
      long nanos = System.nanoTime() - started;
      session.metrics().ran(step.mode(), nanos);
      if (tries == 0) {
        size = sizeAfter(size, nanos);
      }
      Interruption.check(progress);
      pause(TimeUnit.NANOSECONDS.toMillis(nanos) / 4);
      while (lag.isTooLong(session.connection())) {
        Interruption.check(progress);
        pause(LONGEST_PAUSE_MILLIS);
      }
    }
  }

  /** One range, committed with the progress it makes; empty where the key has come to its end. */
  private Optional<BackfillProgress> batch(
      Step step, BatchSql sql, List<String> from, int size, long rows) throws SQLException {
    session.begin();
    session.limit(step);
    session.doing("a batch of " + TargetSession.named(step));
    Optional<List<String>> to = sql.next(session.connection(), from, size);
    if (to.isEmpty()) {
      session.rollback();
      return Optional.empty();
    }
    BackfillProgress now =
        new BackfillProgress(to.get(), rows + sql.update(session.connection(), from, to.get()));
    session.ledger().backfill(step.number(), now);
    session.commit();
    return Optional.of(now);
  }

  /** Towards the target time, but never more than double or half at once. */
  static int sizeAfter(int size, long nanos) {
    long fitting = (long) (size * ((double) TARGET_NANOS / Math.max(1, nanos)));
    long bounded = Math.max(size / 2, Math.min(size * 2L, fitting));
    return (int) Math.max(SMALLEST_SIZE, Math.min(LARGEST_SIZE, bounded));
  }

  private static void pause(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(Math.min(LONGEST_PAUSE_MILLIS, millis));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // The process ends: the next check sees that.
    }
  }
}
