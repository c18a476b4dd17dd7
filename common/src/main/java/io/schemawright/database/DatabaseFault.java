package io.schemawright.database;

import java.sql.SQLException;

/**
 * An {@link SQLException} on its way through code that may not throw one; the cause says what it
 * is.
 */
public final class DatabaseFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says what was attempted. */
  public DatabaseFault(String attempted, SQLException cause) {
    super(attempted, cause);
  }
}
