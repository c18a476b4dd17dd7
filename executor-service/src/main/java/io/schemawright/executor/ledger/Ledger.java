package io.schemawright.executor.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.schemawright.catalog.Fingerprint;
import io.schemawright.event.Json;
import io.schemawright.request.RequestId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The table {@code schemawright.ledger} of a target: a row for each step, written in the step's own
 * transaction. What it holds has happened, what it does not hold has not.
 *
 * <p>The key begins with the request: a table that was created, dropped and is asked for again
 * leads to the same plan, which then has to be run again.
 */
public final class Ledger {
  /** Its advisory lock: the letters of "ledger". */
  private static final long SET_UP_LOCK = 0x6c6564676572L;

  private Ledger() {}

  /**
   * Makes sure that the ledger is there; several processes may do so at once.
   *
   * @param connection in auto-commit mode
   */
  public static void prepare(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (exists(statement)) {
        return;
      }
      connection.setAutoCommit(false);
      try {
        statement.execute("set local lock_timeout = '5s'");
        statement.execute("select pg_catalog.pg_advisory_xact_lock(" + SET_UP_LOCK + ")");
        statement.execute("create schema if not exists schemawright");
        statement.execute("revoke all on schema schemawright from public");
        statement.execute(
            """
            create table if not exists schemawright.ledger (
              request_id text        not null,
              plan       text        not null,
              step       int         not null,
              outcome    json        not null,
              applied_at timestamptz not null default clock_timestamp(),
              primary key (request_id, plan, step)
            )""");
        connection.commit();
      } catch (SQLException e) {
        connection.rollback();
        throw e;
      } finally {
        connection.setAutoCommit(true);
      }
    }
  }

  private static boolean exists(Statement statement) throws SQLException {
    try (ResultSet row =
        statement.executeQuery(
            "select pg_catalog.to_regclass('schemawright.ledger') is not null")) {
      row.next();
      return row.getBoolean(1);
    }
  }

  /** The steps of a request's plan that are done, by their numbers. */
  public static SortedMap<Integer, Recorded> find(
      Connection connection, RequestId requestId, Fingerprint plan) throws SQLException {
    SortedMap<Integer, Recorded> done = new TreeMap<>();
    try (PreparedStatement query =
        connection.prepareStatement(
            "select outcome, applied_at from schemawright.ledger where request_id = ? and plan = ?")) {
      query.setString(1, requestId.value());
      query.setString(2, plan.value());
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          StepRecord outcome = parse(row.getString("outcome"));
          done.put(outcome.step(), new Recorded(outcome, appliedAt(row)));
        }
      }
    }
    return done;
  }

  /** Writes a step down in the caller's transaction, which is the step's own. */
  public static Recorded write(
      Connection connection, RequestId requestId, Fingerprint plan, StepRecord outcome)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into schemawright.ledger (request_id, plan, step, outcome)"
                + " values (?, ?, ?, ?::json) returning applied_at")) {
      insert.setString(1, requestId.value());
      insert.setString(2, plan.value());
      insert.setInt(3, outcome.step());
      insert.setString(4, json(outcome));
      try (ResultSet row = insert.executeQuery()) {
        row.next();
        return new Recorded(outcome, appliedAt(row));
      }
    }
  }

  private static Instant appliedAt(ResultSet row) throws SQLException {
    return row.getObject("applied_at", OffsetDateTime.class).toInstant();
  }

  private static String json(StepRecord outcome) {
    try {
      return Json.mapper().writeValueAsString(outcome);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the outcome of a step has no JSON", e);
    }
  }

  private static StepRecord parse(String json) {
    try {
      return Json.mapper().readValue(json, StepRecord.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the ledger holds an unreadable outcome", e);
    }
  }
}
