package io.schemawright.policy.rehearsal;

import io.schemawright.catalog.Identifiers;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A database with a role of its own. Statements are tried out on a session of that role, which has
 * no right anywhere else and owns nothing that is there before them, so that {@code RESET ROLE}
 * gains it nothing; whoever made the database wipes it, on another session. For one thread.
 */
final class Sandbox implements AutoCloseable {
  /** What names of databases and roles begin with, so that a killed process's can be found. */
  static final String PREFIX = "schemawright_scratch_";

  private static final int ROWS_AT_A_TIME = 100;
  private static final Logger LOG = LoggerFactory.getLogger(Sandbox.class);
  private static final SecureRandom RANDOM = new SecureRandom();

  /** What outlives a transaction in a session. The driver's prepared statements stay. */
  private static final String FORGET =
      """
      RESET ALL;
      SELECT pg_catalog.pg_advisory_unlock_all();
      UNLISTEN *;
      CLOSE ALL;
      DISCARD SEQUENCES;
      DISCARD TEMP
      """;

  /**
   * Whatever a role owns or was granted, in any catalog, has a row in {@code pg_shdepend}
   * (PostgreSQL manual, 53.46); what is set for a role has none.
   */
  private static final String LEFT =
      """
      SELECT EXISTS (SELECT FROM pg_catalog.pg_shdepend d
                      WHERE d.refclassid = 'pg_catalog.pg_authid'::pg_catalog.regclass
                        AND d.refobjid = r.oid)
          OR EXISTS (SELECT FROM pg_catalog.pg_db_role_setting s WHERE s.setrole = r.oid)
        FROM pg_catalog.pg_roles r
       WHERE r.rolname = ?
      """;

  private final String name;
  private final Connection keeper;
  private final Connection session;
  private final int pid;
  private final List<String> lacking = new ArrayList<>();
  private boolean extended;

  private Sandbox(String name, Connection keeper, Connection session) throws SQLException {
    this.name = name;
    this.keeper = keeper;
    this.session = session;
    this.pid = pid(session);
    session.commit();
  }

  /** Makes the database and its role anew, in the place of any of that name. */
  static Sandbox make(String name, ScratchSettings settings, Watchdog watchdog)
      throws SQLException {
    remove(name, watchdog);
    String quoted = Identifiers.quote(name);
    byte[] random = new byte[24];
    RANDOM.nextBytes(random);
    String password = HexFormat.of().formatHex(random);
    watchdog.execute("CREATE DATABASE " + quoted + " TEMPLATE template0");
    watchdog.execute("CREATE ROLE %s LOGIN PASSWORD '%s'".formatted(quoted, password));
    // PostgreSQL 16 and newer let the maker of a role grant it, but not act for it before.
    watchdog.execute("GRANT " + quoted + " TO CURRENT_USER");
    watchdog.execute(
        """
        REVOKE ALL ON DATABASE %1$s FROM PUBLIC;
        GRANT CREATE, TEMPORARY ON DATABASE %1$s TO PUBLIC;
        GRANT CONNECT ON DATABASE %1$s TO %1$s
        """
            .formatted(quoted));
    Connection keeper = settings.connectTo(name);
    try {
      if (keeper.getMetaData().getDatabaseMajorVersion() >= 15) {
        execute(keeper, "GRANT CREATE ON SCHEMA public TO PUBLIC"); // As it is before 15.
      }
      Connection session = settings.connectTo(name, name, password);
      try {
        session.setAutoCommit(false);
        return new Sandbox(name, keeper, session);
      } catch (SQLException e) {
        session.close();
        throw e;
      }
    } catch (SQLException e) {
      keeper.close();
      throw e;
    }
  }

  /** Drops database and role; what ran there is ended. */
  static void remove(String name, Watchdog watchdog) throws SQLException {
    watchdog.execute("DROP DATABASE IF EXISTS %s WITH (FORCE)".formatted(Identifiers.quote(name)));
    watchdog.execute("DROP ROLE IF EXISTS " + Identifiers.quote(name));
  }

  /** The session to try statements out on, in a transaction. */
  Connection session() {
    return session;
  }

  /** The server process of the session. */
  int pid() {
    return pid;
  }

  int major() throws SQLException {
    return session.getMetaData().getDatabaseMajorVersion();
  }

  boolean isOpen() throws SQLException {
    return !session.isClosed() && !keeper.isClosed();
  }

  /**
   * Installs a target's extensions in the very versions and schemas that it has; none of them is
   * wiped.
   *
   * @param extensions each as {@code name version} or {@code name version in schema}
   */
  void extend(List<String> extensions) throws SQLException {
    extended = true;
    for (String extension : extensions) {
      try {
        install(extension);
      } catch (SQLException e) {
        if (keeper.isClosed()) {
          throw e;
        }
        lacking.add(extension);
      }
    }
  }

  private void install(String extension) throws SQLException {
    String[] named = extension.split(" in ", 2);
    String[] parts = named[0].split(" ", 2);
    String statement =
        "CREATE EXTENSION IF NOT EXISTS %s VERSION %s"
            .formatted(
                Identifiers.quote(parts[0]), Identifiers.literal(parts.length < 2 ? "" : parts[1]));
    if (named.length < 2) {
      execute(keeper, statement);
      return;
    }
    String schema = Identifiers.quote(named[1]);
    execute(keeper, "CREATE SCHEMA IF NOT EXISTS " + schema);
    execute(keeper, "GRANT USAGE, CREATE ON SCHEMA %s TO PUBLIC".formatted(schema));
    execute(keeper, statement + " SCHEMA " + schema);
  }

  /** Whether extensions were installed, so that this is not an empty database any more. */
  boolean isExtended() {
    return extended;
  }

  /** The extensions that could not be installed: not on this server, in another version, unsafe. */
  List<String> lacking() {
    return List.copyOf(lacking);
  }

  /**
   * Drops whatever the role has made, of whatever kind. What was granted to the role goes with it:
   * a session that is open stays open, but none can be opened after it.
   *
   * @return whether nothing is left
   */
  boolean wipe() throws SQLException {
    session.rollback();
    execute(session, FORGET);
    session.commit();
    // Some things have no owner, such as a cast, but go with what they rest on.
    execute(keeper, "DROP OWNED BY %s CASCADE".formatted(Identifiers.quote(name)));
    try (PreparedStatement statement = keeper.prepareStatement(LEFT)) {
      statement.setString(1, name);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() && !row.getBoolean(1);
      }
    }
  }

  /** Runs a statement to its end, whatever it is; rows that it gives are passed over. */
  static void execute(Connection connection, String sql) throws SQLException {
    execute(connection, sql, running -> {});
  }

  /** The same, telling who watches it which statement runs. */
  static void execute(Connection connection, String sql, Consumer<Statement> watch)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      watch.accept(statement);
      statement.setEscapeProcessing(false); // Braces are PostgreSQL's, as in '{}'.
      statement.setFetchSize(ROWS_AT_A_TIME);
      if (statement.execute(sql)) {
        try (ResultSet rows = statement.getResultSet()) {
          while (rows.next()) {
            // What a query does, it does while it is read.
          }
        }
      }
    }
  }

  private static int pid(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT pg_catalog.pg_backend_pid()")) {
      row.next();
      return row.getInt(1);
    }
  }

  /** Ends both sessions; the database stays. */
  @Override
  public void close() {
    for (Connection connection : new Connection[] {session, keeper}) {
      try {
        connection.close();
      } catch (SQLException e) {
        LOG.atDebug().setCause(e).log("the connection of a scratch database did not close");
      }
    }
  }
}
