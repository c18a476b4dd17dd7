package io.schemawright.executor.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The tables that a target keeps for us, in schema {@code schemawright}. */
public final class LedgerTables {
  /** Its advisory lock: the letters of "ledger". */
  private static final long SET_UP_LOCK = 0x6c6564676572L;

  private LedgerTables() {}

  /**
   * Makes sure that they are there, as this version wants them; several processes may do so at
   * once.
   *
   * @param connection in auto-commit mode
   */
  public static void prepare(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (exist(statement)) {
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
        statement.execute("alter table schemawright.ledger add column if not exists undone json");
        statement.execute(
            """
            create table if not exists schemawright.undo (
              request_id  text        not null,
              plan        text        not null,
              decision_id text        not null,
              failure     json        not null,
              begun_at    timestamptz not null default clock_timestamp(),
              primary key (request_id, plan)
            )""");
        statement.execute(
            """
            create table if not exists schemawright.backfill_progress (
              request_id text        not null,
              plan       text        not null,
              step       int         not null,
              last_key   json        not null,
              rows       bigint      not null,
              batches    bigint      not null,
              changed_at timestamptz not null default clock_timestamp(),
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

  /** The one that was added last stands for all of them. */
  private static boolean exist(Statement statement) throws SQLException {
    try (ResultSet row =
        statement.executeQuery(
            "select pg_catalog.to_regclass('schemawright.backfill_progress') is not null")) {
      row.next();
      return row.getBoolean(1);
    }
  }
}
