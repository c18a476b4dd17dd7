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

  /** Somebody else than the watchdog has ended it. */
  SessionEnded(SQLException fault) {
    this(fault, ScratchDatabase.words(fault), fault.getSQLState());
  }

  private SessionEnded(Exception fault, String words, @Nullable String sqlState) {
    super(fault);
    this.words = words;
    this.sqlState = sqlState;
  }

  /** The watchdog has, after the budget. */
  static SessionEnded overBudget(Exception fault, Duration budget) {
    String words =
        "it took longer than the %d ms that SCRATCH_BUDGET leaves it".formatted(budget.toMillis());
    return new SessionEnded(fault, words, null);
  }

  /** PostgreSQL's words, or the driver's, or ours. */
  String words() {
    return words;
  }

  /** Whether its time was over. */
  boolean isOverBudget() {
    return sqlState == null;
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
