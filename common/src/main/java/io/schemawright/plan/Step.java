package io.schemawright.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.schemawright.catalog.Fingerprint;
import io.schemawright.catalog.ObjectRef;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One step of a plan: the unit that the ledger records.
 *
 * @param number from 1
 * @param summary what it does, for people
 * @param mode how it is run
 * @param statements SQL, each one statement, run in order
 * @param locks the locks it takes on what exists
 * @param lockTimeoutMillis how long one try may wait for a lock
 * @param statementTimeoutMillis how long one statement may run
 * @param before the state of all the plan's objects that it begins from
 * @param after the state it leads to
 * @param undo SQL that leads back, in order; empty where there is no way back
 * @param batches how a batched step is cut up; null for every other
 * @param searchPath the search path that its statements are run with (PostgreSQL manual, 5.10.3);
 *     null where they name the schema of all they name
 * @param emptyTable a table that it was planned and judged for as being without rows: it is run
 *     only while that is so; null where none was
 */
@JsonInclude(value = JsonInclude.Include.NON_NULL)
public record Step(
    int number,
    String summary,
    StepMode mode,
    List<String> statements,
    List<TableLock> locks,
    long lockTimeoutMillis,
    long statementTimeoutMillis,
    Fingerprint before,
    Fingerprint after,
    List<String> undo,
    @Nullable Batches batches,
    @Nullable String searchPath,
    @Nullable ObjectRef emptyTable) {

  /** A step that is not run in batches, and names the schema of all it names. */
  public Step(
      int number,
      String summary,
      StepMode mode,
      List<String> statements,
      List<TableLock> locks,
      long lockTimeoutMillis,
      long statementTimeoutMillis,
      Fingerprint before,
      Fingerprint after,
      List<String> undo) {
    this(
        number,
        summary,
        mode,
        statements,
        locks,
        lockTimeoutMillis,
        statementTimeoutMillis,
        before,
        after,
        undo,
        null,
        null,
        null);
  }

  public Step {
    if (number < 1) {
      throw new IllegalArgumentException("steps are numbered from 1, not " + number);
    }
    if ((mode == StepMode.BATCHED) != (batches != null)) {
      throw new IllegalArgumentException(
          "step " + number + ": a batched step, and no other, says how it is cut into batches");
    }
    if (statements.isEmpty()) {
      throw new IllegalArgumentException("step " + number + " has no statement");
    }
    statements = List.copyOf(statements);
    locks = List.copyOf(Objects.requireNonNullElse(locks, List.of()));
    undo = List.copyOf(Objects.requireNonNullElse(undo, List.of()));
  }
}
