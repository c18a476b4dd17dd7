package io.schemawright.executor.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a target keeps for us, in schema {@code schemawright}. */
public final class LedgerTables {
  private static final Logger LOG = LoggerFactory.getLogger(LedgerTables.class);

  /** Its advisory lock: the letters of "ledger". */
  private static final long SET_UP_LOCK = 0x6c6564676572L;

  private static final String INVALID_PASSWORD = "28P01";

  /**
   * Whether the login's own statements can write to the ledger by another way than {@code record}:
   * as its owner, as a member of its owner or as one who can become it, or by a privilege.
   */
  private static final String WITHIN_REACH =
      """
      select r.rolsuper or r.rolcreaterole
             or pg_has_role(r.oid, n.nspowner, 'member')
             or has_schema_privilege(r.oid, n.oid, 'create')
             or has_table_privilege(r.oid, 'schemawright.ledger', 'insert, update, delete, trigger')
             or has_table_privilege(r.oid, 'schemawright.ledger_key', 'select, insert, update')
        from pg_roles r, pg_namespace n
       where r.rolname = session_user and n.nspname = 'schemawright'
      """;

  private static final String PRESENT =
      """
      select to_regprocedure('schemawright.record(text, bytea)') is not null
             and exists (select from pg_attribute
                          where attrelid = to_regclass('schemawright.ledger') and attname = 'undone')
      """;

  private LedgerTables() {}

  /**
   * Makes sure that they are there, as this version wants them; several processes may do so at
   * once. Says in the log if statements that are run here could write to them.
   *
   * @param connection in auto-commit mode
   * @param key as it was configured; empty where it was not, and then the role must be able to read
   *     it
   * @return the key that entries are sealed with
   * @throws SQLException also if the target does not know the key, or keeps it from this role and
   *     none was configured
   */
  public static LedgerKey prepare(Connection connection, String target, Optional<String> key)
      throws SQLException {
    if (state(connection) == State.ABSENT) {
      make(connection, key);
    }
    if (state(connection) == State.WITHIN_REACH) {
      LOG.atWarn()
          .addKeyValue("target", target)
          .log("statements that are run on this target could write to its ledger, see guard.sql");
    }
    return unlock(connection, target, key);
  }

  /** How a target's ledger is, for the role that asks. */
  public enum State {
    /** Not there, or not as this version wants it. */
    ABSENT,
    /** The role's own statements could write to it. */
    WITHIN_REACH,
    GUARDED
  }

  /** How the ledger is; changes nothing. */
  public static State state(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (!isTrue(statement, PRESENT)) {
        return State.ABSENT;
      }
      return isTrue(statement, WITHIN_REACH) ? State.WITHIN_REACH : State.GUARDED;
    }
  }

  /**
   * The key of a ledger that is there, tried out; changes nothing.
   *
   * @param key as it was configured; empty where it was not
   * @throws SQLException if the ledger does not take what is sealed with it, or keeps its own from
   *     this role and none was configured
   */
  public static LedgerKey unlock(Connection connection, String target, Optional<String> key)
      throws SQLException {
    LedgerKey known = new LedgerKey(key.isPresent() ? key.get() : read(connection, target));
    try {
      Ledger.probe(connection, known);
    } catch (SQLException e) {
      throw new SQLException(
          ("Target %s refused an entry for its ledger: %s. Is SCHEMAWRIGHT_TARGET_<NAME>_LEDGER_KEY"
                  + " the key that it was guarded with?")
              .formatted(target, e.getMessage()),
          INVALID_PASSWORD,
          e);
    }
    return known;
  }

  /**
   * Puts the ledger out of reach of a role's statements; also gives it a new key.
   *
   * @param superuser in auto-commit mode, in the target
   * @param executor the role that the executor logs in as
   */
  public static void guard(Connection superuser, String executor, String key) throws SQLException {
    make(superuser, Optional.of(key));
    try (PreparedStatement settings =
            superuser.prepareStatement(
                "select set_config('schemawright.executor', ?, false),"
                    + " set_config('schemawright.key', ?, false)");
        Statement statement = superuser.createStatement()) {
      settings.setString(1, executor);
      settings.setString(2, key);
      settings.execute();
      statement.execute(script("guard.sql"));
      statement.execute("reset schemawright.executor; reset schemawright.key");
    }
  }

  private static void make(Connection connection, Optional<String> key) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement();
        PreparedStatement insert =
            connection.prepareStatement(
                "insert into schemawright.ledger_key (key)"
                    + " values (coalesce(?, gen_random_uuid()::text || gen_random_uuid()::text))"
                    + " on conflict do nothing")) {
      statement.execute("set local lock_timeout = '5s'");
      statement.execute("select pg_catalog.pg_advisory_xact_lock(" + SET_UP_LOCK + ")");
      statement.execute(script("tables.sql"));
      insert.setString(1, key.orElse(null));
      insert.execute();
      connection.commit();
    } catch (SQLException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private static String read(Connection connection, String target) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select key from schemawright.ledger_key")) {
      row.next();
      return row.getString(1);
    } catch (SQLException e) {
      throw new SQLException(
          "Target %s is guarded; set SCHEMAWRIGHT_TARGET_<NAME>_LEDGER_KEY to its key"
              .formatted(target),
          e.getSQLState(),
          e);
    }
  }

  private static boolean isTrue(Statement statement, String question) throws SQLException {
    try (ResultSet row = statement.executeQuery(question)) {
      return row.next() && row.getBoolean(1);
    }
  }

  private static String script(String name) {
    try (InputStream script = LedgerTables.class.getResourceAsStream("/ledger/" + name)) {
      return new String(Objects.requireNonNull(script, name).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
