package io.schemawright.executor.run;

import io.schemawright.database.PassingFaults;
import io.schemawright.event.Failure;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Sorts what a target throws, by SQLSTATE (PostgreSQL manual, appendix A). */
final class Faults {
  private static final Set<String> LOCKS =
      Set.of(
          "55P03", // lock_not_available
          "40P01"); // deadlock_detected

  /** query_canceled: passing where we only keep our own books, an answer where it ends a change. */
  private static final String CANCELLED = "57014";

  /** read_only_sql_transaction. */
  static final String READ_ONLY = "25006";

  private Faults() {}

  /** Why another attempt may go better; empty where none will. */
  static Optional<Reason> passing(SQLException fault) {
    String state = sqlState(fault);
    if (state != null && LOCKS.contains(state)) {
      return Optional.of(Reason.LOCK);
    }
    if (CANCELLED.equals(state)) {
      return Optional.empty(); // Somebody, or the step's own limit, wanted this statement to end.
    }
    return PassingFaults.isPassing(fault) ? Optional.of(Reason.AWAY) : Optional.empty();
  }

  /**
   * Whether a COMMIT that ended so was certainly rolled back: PostgreSQL says so itself, in words,
   * and goes on.
   */
  static boolean certainlyRolledBack(SQLException faultOfCommit) {
    return said(faultOfCommit) != null && !PassingFaults.isPassing(faultOfCommit);
  }

  /** The innermost code. */
  static @Nullable String sqlState(SQLException fault) {
    String state = null;
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        state = sql.getSQLState();
      }
    }
    return state;
  }

  /**
   * A statement that PostgreSQL refuses however often it is tried; what that means for the target
   * is the caller's to say.
   */
  static Failure refused(SQLException fault, String target, String doing) {
    return new Failure(
        "sql-error",
        sqlState(fault),
        "PostgreSQL refused %s on %s: %s".formatted(doing, target, words(fault)),
        remedy(sqlState(fault)));
  }

  /** What PostgreSQL said, or its code where it said nothing. */
  static String words(SQLException fault) {
    ServerErrorMessage said = said(fault);
    if (said == null) {
      return "SQLSTATE " + sqlState(fault);
    }
    StringBuilder words = new StringBuilder(String.valueOf(said.getMessage()));
    append(words, ". ", said.getDetail());
    append(words, " Hint: ", said.getHint());
    return words.toString();
  }

  private static void append(StringBuilder message, String before, @Nullable String words) {
    if (words != null) {
      message.append(before).append(words);
    }
  }

  private static String remedy(@Nullable String state) {
    return switch (state == null ? "" : state) {
      case "42501" ->
          "An operator has to grant the executor's role what the message"
              + " names, then the request can be made again.";
      case READ_ONLY ->
          "A statement of the request makes its transaction read-only: take it out and make the"
              + " request again.";
      case "57014" ->
          "The statement ran for longer than the plan allows, or was cancelled"
              + " on the server: make the request again at a quieter time, or in smaller parts.";
      case "42P07", "42710", "42701" ->
          "Something of that name came about after the plan was made: make the"
              + " request again under another name, or after removing what is in the way.";
      default -> "Correct what the message names and make the request again.";
    };
  }

  private static @Nullable ServerErrorMessage said(SQLException fault) {
    return fault instanceof PSQLException psql ? psql.getServerErrorMessage() : null;
  }
}
