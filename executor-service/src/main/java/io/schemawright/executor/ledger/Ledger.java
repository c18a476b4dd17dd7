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

/**
 * The table {@code schemawright.ledger} of a target: a row for each step, written in the step's own
 * transaction. What it holds has happened, what it does not hold has not, and what it holds as
 * undone has been taken back.
 *
 * <p>The key begins with the request: a table that was created, dropped and is asked for again
 * leads to the same plan, which then has to be run again. Beside it, {@code schemawright.undo} says
 * which plans are on their way back, and under which decision: one that is approved anew goes
 * forward again. {@code schemawright.backfill_progress} says how far a backfill has come.
 */
public final class Ledger {
  private Ledger() {}

  /** Where the claimed plan stands. */
  public static Standing find(Connection connection, Claim claim) throws SQLException {
    SortedMap<Integer, Recorded> done = new TreeMap<>();
    SortedMap<Integer, UndoRecord> undone = new TreeMap<>();
    try (PreparedStatement query =
            of(
                claim,
                connection,
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
  public static Recorded write(Connection connection, Claim claim, StepRecord outcome)
      throws SQLException {
    try (PreparedStatement insert =
        of(
            claim,
            connection,
            """
            insert into schemawright.ledger as known (request_id, plan, step, outcome)
            values (?, ?, ?, ?::json)
            on conflict (request_id, plan, step) do update
              set outcome = excluded.outcome, applied_at = excluded.applied_at, undone = null
              where known.undone is not null
            returning applied_at
            """)) {
      insert.setInt(3, outcome.step());
      insert.setString(4, json(outcome));
      try (ResultSet row = insert.executeQuery()) {
        if (!row.next()) {
          throw new IllegalStateException(
              "the ledger holds step " + outcome.step() + " of this plan already");
        }
        return new Recorded(outcome, appliedAt(row));
      }
    }
  }

  /** Marks a step as undone, in the transaction that undoes it. */
  public static void undone(Connection connection, Claim claim, UndoRecord record)
      throws SQLException {
    try (PreparedStatement update =
        of(
            claim,
            connection,
            """
            with plan as (select ?::text as request_id, ?::text as plan)
            update schemawright.ledger set undone = ?::json
              from plan
             where ledger.request_id = plan.request_id and ledger.plan = plan.plan and step = ?
            """)) {
      update.setString(3, json(record));
      update.setInt(4, record.step());
      update.executeUpdate();
    }
  }

  /**
   * Writes down, in the caller's transaction, that the plan is going back from now on. What was
   * undone under an earlier decision is forgotten.
   */
  public static void beginUndo(Connection connection, Claim claim, Failure failure)
      throws SQLException {
    try (PreparedStatement delete =
        of(
            claim,
            connection,
            "delete from schemawright.ledger where request_id = ? and plan = ?"
                + " and undone is not null")) {
      delete.executeUpdate();
    }
    try (PreparedStatement insert =
        of(
            claim,
            connection,
            """
            insert into schemawright.undo (request_id, plan, decision_id, failure)
            values (?, ?, ?, ?::json)
            on conflict (request_id, plan) do update
              set decision_id = excluded.decision_id, failure = excluded.failure,
                  begun_at = excluded.begun_at
            """)) {
      insert.setString(3, claim.cause().id().value());
      insert.setString(4, json(failure));
      insert.executeUpdate();
    }
  }

  /** Whether the plan is going back, under the decision that was claimed. */
  public static Optional<UndoBegun> undoBegun(Connection connection, Claim claim)
      throws SQLException {
    try (PreparedStatement query =
        of(
            claim,
            connection,
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
  public static Optional<BackfillProgress> backfill(Connection connection, Claim claim, int step)
      throws SQLException {
    try (PreparedStatement query =
        of(
            claim,
            connection,
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
  public static void backfill(
      Connection connection, Claim claim, int step, BackfillProgress progress) throws SQLException {
    try (PreparedStatement upsert =
        of(
            claim,
            connection,
            """
            insert into schemawright.backfill_progress as known
                   (request_id, plan, step, last_key, rows, batches)
            values (?, ?, ?, ?::json, ?, 1)
            on conflict (request_id, plan, step) do update
              set last_key = excluded.last_key, rows = excluded.rows,
                  batches = known.batches + 1, changed_at = excluded.changed_at
            """)) {
      upsert.setInt(3, step);
      upsert.setString(4, json(progress.lastKey()));
      upsert.setLong(5, progress.rows());
      upsert.executeUpdate();
    }
  }

  /** Forgets how far it has come: the ledger says it from now on. */
  public static void endBackfill(Connection connection, Claim claim, int step) throws SQLException {
    try (PreparedStatement delete =
        of(
            claim,
            connection,
            "delete from schemawright.backfill_progress"
                + " where request_id = ? and plan = ? and step = ?")) {
      delete.setInt(3, step);
      delete.executeUpdate();
    }
  }

  /** A statement whose first two parameters name the claimed plan. */
  private static PreparedStatement of(Claim claim, Connection connection, String sql)
      throws SQLException {
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
