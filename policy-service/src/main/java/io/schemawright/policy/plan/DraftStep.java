package io.schemawright.policy.plan;

import io.schemawright.catalog.ObjectRef;
import io.schemawright.plan.Batches;
import io.schemawright.plan.StepMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A step without the states that only a rehearsal shows.
 *
 * @param mode how it is run
 * @param summary what it does, for people
 * @param statements SQL, each one statement
 * @param undo SQL that leads back; empty where nothing does
 * @param lockTimeoutMillis how long one try may wait for a lock; 0 for as long as it takes
 * @param statementTimeoutMillis how long one statement may run
 * @param batches how it is cut, if it is
 * @param loses the objects that lose data
 * @param searchPath what the statements are run with; null where they name the schema of all they
 *     name
 * @param emptyTable a table that it may be run on only while that is without rows; null where none
 *     is
 */
public record DraftStep(
    StepMode mode,
    String summary,
    List<String> statements,
    List<String> undo,
    long lockTimeoutMillis,
    long statementTimeoutMillis,
    @Nullable Batches batches,
    List<ObjectRef> loses,
    @Nullable String searchPath,
    @Nullable ObjectRef emptyTable) {

  /** How long one try may wait for a lock: behind it, others queue. */
  public static final long LOCK_TIMEOUT_MILLIS = 1_000;

  /** How long a statement may run that keeps others out. */
  static final long STATEMENT_TIMEOUT_MILLIS = 30_000;

  /** How long a statement may run that others work beside. */
  static final long DEADLINE_MILLIS = 4 * 3_600_000L;

  /** A step that names the schema of all it names. */
  public DraftStep(
      StepMode mode,
      String summary,
      List<String> statements,
      List<String> undo,
      long lockTimeoutMillis,
      long statementTimeoutMillis,
      @Nullable Batches batches,
      List<ObjectRef> loses) {
    this(
        mode,
        summary,
        statements,
        undo,
        lockTimeoutMillis,
        statementTimeoutMillis,
        batches,
        loses,
        null,
        null);
  }

  public DraftStep {
    statements = List.copyOf(statements);
    undo = List.copyOf(undo);
    loses = List.copyOf(loses);
  }

  /** A step that shares a transaction with its neighbours of the same mode. */
  static DraftStep transactional(String summary, List<String> statements, List<String> undo) {
    return new DraftStep(
        StepMode.TRANSACTIONAL,
        summary,
        statements,
        undo,
        LOCK_TIMEOUT_MILLIS,
        STATEMENT_TIMEOUT_MILLIS,
        null,
        List.of());
  }

  /** A statement that runs long and keeps neither readers nor writers out. */
  static DraftStep alone(String summary, String statement, List<String> undo) {
    return new DraftStep(
        StepMode.ALONE,
        summary,
        List.of(statement),
        undo,
        LOCK_TIMEOUT_MILLIS,
        DEADLINE_MILLIS,
        null,
        List.of());
  }

  /**
   * A statement with CONCURRENTLY: it waits for other transactions as for locks, and one that gives
   * up leaves an invalid index, so only a deadline ends it.
   */
  static DraftStep concurrently(String summary, String statement, List<String> undo) {
    return new DraftStep(
        StepMode.ALONE, summary, List.of(statement), undo, 0, DEADLINE_MILLIS, null, List.of());
  }

  /** A query whose rows would break the change. */
  static DraftStep check(String mustHold, String query) {
    return new DraftStep(
        StepMode.CHECK,
        mustHold,
        List.of(query),
        List.of(),
        LOCK_TIMEOUT_MILLIS,
        DEADLINE_MILLIS,
        null,
        List.of());
  }

  /** An update of all rows, cut into batches. */
  static DraftStep batched(String summary, String update, Batches batches) {
    return new DraftStep(
        StepMode.BATCHED,
        summary,
        List.of(update),
        List.of(),
        LOCK_TIMEOUT_MILLIS,
        STATEMENT_TIMEOUT_MILLIS,
        batches,
        List.of());
  }

  /** The same step, with what loses data by it. */
  DraftStep losing(ObjectRef object) {
    return with(List.of(object), searchPath, emptyTable);
  }

  /** The same step, with what its statements look for names in. */
  DraftStep onSearchPath(String path) {
    return with(loses, path, emptyTable);
  }

  /** The same step, for as long as the table is without rows. */
  DraftStep whileEmpty(ObjectRef table) {
    return with(loses, searchPath, table);
  }

  private DraftStep with(List<ObjectRef> losing, @Nullable String path, @Nullable ObjectRef empty) {
    return new DraftStep(
        mode,
        summary,
        statements,
        undo,
        lockTimeoutMillis,
        statementTimeoutMillis,
        batches,
        losing,
        path,
        empty);
  }
}
