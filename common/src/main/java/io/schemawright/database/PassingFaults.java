package io.schemawright.database;

import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.Set;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/**
 * Tells faults that pass by themselves from those that stay however often one tries.
 *
 * <p>Judged by type and SQLSTATE (PostgreSQL manual, appendix A), never by the words of a message.
 */
public final class PassingFaults {
  private static final Set<String> CLASSES =
      Set.of(
          "08", // connection exception
          "53", // insufficient resources: too many connections, disk full, out of memory
          "58"); // system error
  private static final Set<String> STATES =
      Set.of(
          "25P03", // idle_in_transaction_session_timeout
          "40001", // serialization_failure
          "40P01", // deadlock_detected
          "55P03", // lock_not_available
          "57014", // query_canceled: by an administrator or a time limit
          "57P01", // admin_shutdown
          "57P02", // crash_shutdown
          "57P03", // cannot_connect_now
          "57P05", // idle_session_timeout
          "25006"); // read_only_sql_transaction: the primary has moved

  private PassingFaults() {}

  /** Whether {@code fault} or any of its causes is expected to pass. */
  public static boolean isPassing(@Nullable Throwable fault) {
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLTransientException || cause instanceof RetriableException) {
        return true;
      }
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        String state = sql.getSQLState();
        if (STATES.contains(state)
            || CLASSES.contains(state.substring(0, Math.min(2, state.length())))) {
          return true;
        }
      }
    }
    return false;
  }
}
