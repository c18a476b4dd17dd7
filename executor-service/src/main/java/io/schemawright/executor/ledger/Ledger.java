package io.schemawright.executor.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.schemawright.event.Failure;
import io.schemawright.event.Json;
import io.schemawright.executor.queue.Claim;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code schemawright.ledger} of a target: a row for each step, written in the step's own
 * transaction. What it holds has happened, what it does not hold has not, and what it holds as
 * undone has been taken back.
 *
 * <p>It is written by {@code schemawright.record} alone, which takes an entry only with its seal.
 * For one thread.
 *
 * <p>The key begins with the request: a table that was created, dropped and is asked for again
 * leads to the same plan, which then has to be run again. Beside it, {@code schemawright.undo} says
 * which plans are on their way back, and under which decision: one that is approved anew goes
 * forward again. {@code schemawright.backfill_progress} says how far a backfill has come.
 */
public final class Ledger {
  private final Connection connection;
  private final Claim claim;
  private final LedgerKey key;

  /** The part of it that is about the claimed plan; on the connection that runs it. */
  public Ledger(Connection connection, Claim claim, LedgerKey key) {
    this.connection = connection;
    this.claim = claim;
    this.key = key;
  }

  /** Where the claimed plan stands. */
  public Standing find() throws SQLException {
    SortedMap<Integer, Recorded> done = new TreeMap<>();
    SortedMap<Integer, UndoRecord> undone = new TreeMap<>();
    try (PreparedStatement query =
            of(
                "select outcome, applied_at, undone from schemawright.ledger"
                    + " where request_id = ? and plan = ?");
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        String takenBack = row.getString("undone");
        if (takenBack == null) {
          StepRecord outcome = parse(row.getString("outcome"), StepRecord.class);
          done.put(outcome.step(), new Recorded(outcome, appliedAt(row)));
        } else {
          UndoRecord record = parse(takenBack, UndoRecord.class);
          undone.put(record.step(), record);
        }
      }
    }
    return new Standing(done, undone);
  }

  /**
   * Writes a step down in the caller's transaction, which is the step's own. Only a step that was
   * undone can have a row: it is done anew.
   *
   * @throws IllegalStateException if the ledger holds it as done, which nobody else can have
   *     written while we hold the plan's locks
   */
  public Recorded write(StepRecord outcome) throws SQLException {
    Instant appliedAt = record("done", outcome.step(), outcome);
    if (appliedAt == null) {
      throw new IllegalStateException(
          "the ledger holds step " + outcome.step() + " of this plan already");
    }
    return new Recorded(outcome, appliedAt);
  }

  /** Marks a step as undone, in the transaction that undoes it. */
  public void undone(UndoRecord record) throws SQLException {
    record("undone", record.step(), record);
  }

  /**
   * Writes down, in the caller's transaction, that the plan is going back from now on. What was
   * undone under an earlier decision is forgotten.
   */
  public void beginUndo(Failure failure) throws SQLException {
    record("undo-begun", 0, failure);
  }

  /** Whether the plan is going back, under the decision that was claimed. */
  public Optional<UndoBegun> undoBegun() throws SQLException {
    try (PreparedStatement query =
        of(
            """
            select failure,
                   (extract(epoch from clock_timestamp() - begun_at) * 1000)::bigint as millis
              from schemawright.undo where request_id = ? and plan = ? and decision_id = ?
            """)) {
      query.setString(3, claim.cause().id().value());
      try (ResultSet row = query.executeQuery()) {
        return row.next()
            ? Optional.of(
                new UndoBegun(
                    parse(row.getString("failure"), Failure.class),
                    Duration.ofMillis(row.getLong("millis"))))
            : Optional.empty();
      }
    }
  }

  /** How far a backfill has come; empty where it has not begun. */
  public Optional<BackfillProgress> backfill(int step) throws SQLException {
    try (PreparedStatement query =
        of(
            "select last_key, rows from schemawright.backfill_progress"
                + " where request_id = ? and plan = ? and step = ?")) {
      query.setInt(3, step);
      try (ResultSet row = query.executeQuery()) {
        return row.next()
            ? Optional.of(
                new BackfillProgress(
                    List.of(parse(row.getString("last_key"), String[].class)), row.getLong("rows")))
            : Optional.empty();
      }
    }
  }

  /** Writes down how far it has come, in the batch's own transaction. */
  public void backfill(int step, BackfillProgress progress) throws SQLException {
    record("batch", step, progress);
  }

  /** Forgets how far it has come: the ledger says it from now on. */
  public void endBackfill(int step) throws SQLException {
    record("batches-ended", step, null);
  }

  /** Asks whether the target takes what this key seals; writes nothing. */
  static void probe(Connection connection, LedgerKey key) throws SQLException {
    connection.setAutoCommit(false);
    try {
      record(connection, key, new Entry("nothing", transaction(connection), "", "", "", 0, null));
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  /**
   * What is sealed. It names the transaction, so that it is worth nothing in any other.
   *
   * @param transaction {@code pg_current_xact_id()}
   */
  private record Entry(
      String what,
      String transaction,
      String requestId,
      String plan,
      String decisionId,
      int step,
      @Nullable Object content) {}

  private @Nullable Instant record(String what, int step, @Nullable Object content)
      throws SQLException {
    return record(
        connection,
        key,
        new Entry(
            what,
            transaction(connection),
            claim.requestId().value(),
            claim.plan().value(),
            claim.cause().id().value(),
            step,
            content));
  }

  private static @Nullable Instant record(Connection connection, LedgerKey key, Entry entry)
      throws SQLException {
    String text = json(entry);
    try (PreparedStatement call = connection.prepareStatement("select schemawright.record(?, ?)")) {
      call.setString(1, text);
      call.setBytes(2, key.seal(text));
      try (ResultSet row = call.executeQuery()) {
        row.next();
        OffsetDateTime written = row.getObject(1, OffsetDateTime.class);
        return written == null ? null : written.toInstant();
      }
    }
  }

  private static String transaction(Connection connection) throws SQLException {
    try (PreparedStatement query =
            connection.prepareStatement("select pg_catalog.pg_current_xact_id()::text");
        ResultSet row = query.executeQuery()) {
      row.next();
      return row.getString(1);
    }
  }

  /** A statement whose first two parameters name the claimed plan. */
  private PreparedStatement of(String sql) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    try {
      statement.setString(1, claim.requestId().value());
      statement.setString(2, claim.plan().value());
      return statement;
    } catch (SQLException e) {
      statement.close();
      throw e;
    }
  }

  private static Instant appliedAt(ResultSet row) throws SQLException {
    return row.getObject("applied_at", OffsetDateTime.class).toInstant();
  }

  private static String json(Object value) {
    try {
      return Json.mapper().writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no JSON for " + value.getClass(), e);
    }
  }

  private static <T> T parse(String json, Class<T> type) {
    try {
      return Json.mapper().readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the ledger holds an unreadable " + type.getSimpleName(), e);
    }
  }
}
