package io.schemawright.policy.rehearsal;

import java.sql.SQLException;

/** The session was gone before the rehearsal was done, and not because of its budget. */
final class SessionEnded extends Exception {
  private static final long serialVersionUID = 1;
  private static final String ADMIN_SHUTDOWN = "57P01";
  private static final String COMMUNICATION_ERROR = "08S01";

  private final SQLException fault;

  SessionEnded(SQLException fault) {
    super(fault);
    this.fault = fault;
  }

  /** PostgreSQL's words, or the driver's. */
  String words() {
    return ScratchDatabase.words(fault);
  }

  /** Whether the driver ended it, which it does where an answer is too large. */
  boolean byDriver() {
    return COMMUNICATION_ERROR.equals(fault.getSQLState());
  }

  /** Whether somebody asked for it, as {@code pg_terminate_backend} does. */
  boolean onRequest() {
    return ADMIN_SHUTDOWN.equals(fault.getSQLState());
  }
}
