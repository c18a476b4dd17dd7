package io.schemawright.executor.run;

import io.schemawright.executor.target.Target;
import io.schemawright.plan.Step;
import io.schemawright.plan.StepMode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a session may do for a step: how long it waits and runs, and where it looks for names; and
 * what was learned about the session on the way. For one thread.
 */
final class StepLimits {
  private final Connection connection;
  private final UnaryOperator<Duration> lockTimeout;
  private boolean justBegun;
  private boolean writable;
  private int pid;

  /**
   * Those of a session.
   *
   * @param lockTimeout how much of a step's lock timeout this try may use
   */
  StepLimits(Connection connection, UnaryOperator<Duration> lockTimeout) {
    this.connection = connection;
    this.lockTimeout = lockTimeout;
  }

  /** A transaction has begun. */
  void begun() {
    justBegun = true;
  }

  /** Whether the transaction could write when it began. */
  boolean beganWritable() {
    return writable;
  }

  /** The session's process on the server. */
  int pid() {
    return pid;
  }

  /**
   * Sets those of a step, and the search path, should the step before have changed it.
   *
   * @param forTransaction for the one in progress; else until they are reset
   */
  void set(Step step, boolean forTransaction) throws SQLException {
    try (PreparedStatement settings =
        connection.prepareStatement(
            "select pg_catalog.pg_backend_pid(),"
                + " pg_catalog.current_setting('transaction_read_only'),"
                + " pg_catalog.set_config('lock_timeout', ?, ?),"
                + " pg_catalog.set_config('statement_timeout', ?, ?),"
                + " pg_catalog.set_config('idle_in_transaction_session_timeout', '60s', true),"
                + " case when pg_catalog.current_setting('search_path') operator(pg_catalog.<>) ?"
                + " then pg_catalog.set_config('search_path', ?, ?) end")) {
      settings.setString(1, Long.toString(lockTimeout(step).toMillis()));
      settings.setBoolean(2, forTransaction);
      settings.setString(3, Long.toString(step.statementTimeoutMillis()));
      settings.setBoolean(4, forTransaction);
      settings.setString(5, Target.SEARCH_PATH);
      settings.setString(6, Target.SEARCH_PATH);
      settings.setBoolean(7, forTransaction);
      try (ResultSet row = settings.executeQuery()) {
        row.next();
        pid = row.getInt(1);
        if (justBegun) {
          writable = !row.getBoolean(2);
          justBegun = false;
        }
      }
    }
  }

  /** How long this try may wait for a lock; zero is for as long as it takes. */
  Duration lockTimeout(Step step) {
    return step.lockTimeoutMillis() == 0
        ? Duration.ZERO // None at all: CREATE INDEX CONCURRENTLY would leave an invalid index.
        : lockTimeout.apply(Duration.ofMillis(step.lockTimeoutMillis() / waits(step)));
  }

  /**
   * How often a step may wait for a lock while it holds what keeps others out: a statement alone
   * takes its locks in turn, and PostgreSQL counts {@code lock_timeout} anew for each (manual,
   * 20.11.1). Those of a transaction are taken under one deadline.
   */
  private static long waits(Step step) {
    return step.mode() == StepMode.ALONE
        ? Math.max(1, step.locks().stream().filter(lock -> lock.mode().blocksWrites()).count())
        : 1;
  }

  /** Where names are looked for, until the next step or the end of the transaction. */
  void lookIn(@Nullable String searchPath) throws SQLException {
    if (searchPath == null) {
      return;
    }
    try (PreparedStatement setting =
        connection.prepareStatement("select pg_catalog.set_config('search_path', ?, ?)")) {
      setting.setString(1, searchPath);
      setting.setBoolean(2, !connection.getAutoCommit());
      setting.execute();
    }
  }

  /** Takes back those of a step that no transaction held together. */
  void reset() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("reset lock_timeout; reset statement_timeout; reset search_path");
    }
  }
}
