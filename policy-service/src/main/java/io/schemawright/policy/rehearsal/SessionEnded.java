package io.schemawright.policy.rehearsal;

import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The session was gone before the rehearsal was done, and the draft need not be to blame. */
final class SessionEnded extends Exception {
  private static final long serialVersionUID = 1;
  private static final String ADMIN_SHUTDOWN = "57P01";
  private static final String COMMUNICATION_ERROR = "08S01";

  private final String words;
  private final @Nullable String sqlState;
  private final boolean overBudget;

  /** Somebody else than the watchdog has ended it. */
  SessionEnded(SQLException fault) {
    super(fault);
    this.words = ScratchDatabase.words(fault);
    this.sqlState = fault.getSQLState();
    this.overBudget = false;
  }

  /** The watchdog has, after the budget. */
  SessionEnded(Exception fault, Duration budget) {
    super(fault);
    this.words =
        "it took longer than the %d ms that SCRATCH_BUDGET leaves it".formatted(budget.toMillis());
    this.sqlState = null;
    this.overBudget = true;
  }

  /** PostgreSQL's words, or the driver's, or ours. */
  String words() {
    return words;
  }

  /** Whether its time was over. */
  boolean isOverBudget() {
    return overBudget;
  }

  /** Whether the driver ended it, which it does where an answer is too large. */
  boolean byDriver() {
    return COMMUNICATION_ERROR.equals(sqlState);
  }

  /** Whether somebody asked for it, as {@code pg_terminate_backend} does. */
  boolean onRequest() {
    return ADMIN_SHUTDOWN.equals(sqlState);
  }
}
