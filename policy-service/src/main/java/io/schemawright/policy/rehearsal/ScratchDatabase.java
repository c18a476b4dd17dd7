package io.schemawright.policy.rehearsal;

import io.schemawright.catalog.Identifiers;
import io.schemawright.catalog.Introspection;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.database.PassingFaults;
import io.schemawright.plan.ObjectState;
import io.schemawright.policy.plan.Draft;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One database to try plans out in, used by one thread at a time and left empty after each use. It
 * is made when it is first needed, and made anew when something went wrong in it.
 */
final class ScratchDatabase implements AutoCloseable {
  /** What the databases' names begin with, so that those of a killed process can be found. */
  static final String PREFIX = "schemawright_scratch_";

  private static final Duration BUDGET = Duration.ofSeconds(2);
  private static final Logger LOG = LoggerFactory.getLogger(ScratchDatabase.class);
  private static final String LEFTOVERS =
      """
      SELECT n.nspname
        FROM pg_catalog.pg_namespace n
       WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
         AND (n.nspname <> 'public'
              OR EXISTS (SELECT FROM pg_catalog.pg_class c WHERE c.relnamespace = n.oid)
              OR EXISTS (SELECT FROM pg_catalog.pg_type t WHERE t.typnamespace = n.oid)
              OR EXISTS (SELECT FROM pg_catalog.pg_proc p WHERE p.pronamespace = n.oid))
      """;

  private record Session(Connection connection, int pid, int major) {}

  private final String name;
  private final ScratchSettings settings;
  private final Watchdog watchdog;
  private @Nullable Session session;

  ScratchDatabase(String name, ScratchSettings settings, Watchdog watchdog) {
    this.name = PREFIX + name;
    this.settings = settings;
    this.watchdog = watchdog;
  }

  /** Runs the draft up and down and cleans up. */
  Rehearsed rehearse(Draft draft) {
    long start = System.nanoTime();
    Session open;
    try {
      open = open();
    } catch (SQLException e) {
      discard();
      return Rehearsed.notRehearsable(
          "the scratch server is away: " + words(e), millisSince(start));
    }
    if (open.major() != draft.postgresMajor()) {
      return Rehearsed.notRehearsable(
          "the scratch server is PostgreSQL %d, the target is PostgreSQL %d"
              .formatted(open.major(), draft.postgresMajor()),
          millisSince(start));
    }
    try (Watchdog.Guard guard = watchdog.guard(open.connection(), open.pid(), BUDGET)) {
      try {
        Rehearsed rehearsed = run(open.connection(), draft, start);
        wipe(open.connection());
        return rehearsed;
      } catch (SQLException | RuntimeException e) {
        discard();
        String why =
            guard.expired()
                ? "it took longer than %d s".formatted(BUDGET.toSeconds())
                : e instanceof SQLException refused ? words(refused) : e.toString();
        LOG.atWarn().setCause(e).addKeyValue("target", draft.target()).log("a rehearsal broke off");
        return Rehearsed.notRehearsable(why, millisSince(start));
      }
    }
  }

  /** Connects, if need be; a first rehearsal of nothing much fills the session's caches. */
  void open(boolean warm) throws SQLException {
    Session open = open();
    if (warm) {
      Connection connection = open.connection();
      execute(
          connection, "CREATE TABLE public.warm (id uuid PRIMARY KEY DEFAULT gen_random_uuid())");
      for (int i = 0; i < 3; i++) {
        Introspection.read(connection, List.of(ObjectRef.table("public", "warm")));
      }
      execute(connection, "DROP TABLE public.warm");
      connection.commit();
      wipe(connection);
    }
  }

  private Rehearsed run(Connection connection, Draft draft, long start) throws SQLException {
    boolean built;
    try {
      built = build(connection, draft);
    } catch (SQLException e) {
      stopIfGone(connection, e);
      connection.rollback();
      return Rehearsed.notRehearsable(
          "what the change refers to could not be built: " + words(e), millisSince(start));
    } catch (IllegalArgumentException e) {
      connection.rollback();
      return Rehearsed.notRehearsable(
          "what the change refers to could not be built: " + e.getMessage(), millisSince(start));
    }
    Observer observer = built ? Observer.ofWhatExists(connection) : Observer.ofNothing(connection);
    List<List<ObjectState>> up = new ArrayList<>();
    try {
      run(connection, draft, draft.steps(), up, observer);
    } catch (SQLException e) {
      stopIfGone(connection, e);
      connection.rollback();
      return Rehearsed.failed(words(e), millisSince(start));
    }
    List<List<ObjectState>> back = new ArrayList<>();
    String detail = "";
    try {
      run(connection, draft, draft.down(), back, Observer.ofNothing(connection));
    } catch (SQLException e) {
      stopIfGone(connection, e);
      connection.rollback();
      detail = words(e);
    }
    boolean restores =
        back.size() == draft.down().size()
            && !back.isEmpty()
            && ObjectState.fingerprint(back.get(back.size() - 1))
                .equals(ObjectState.fingerprint(draft.before()));
    return Rehearsed.passed(
        draft.plan(draft.before(), up, back, observer.effects()),
        restores,
        detail,
        observer.effects(),
        millisSince(start));
  }

  /** Builds what must be there, in a transaction of its own, so that its locks do not show. */
  private static boolean build(Connection connection, Draft draft) throws SQLException {
    List<String> statements = Foundation.statements(draft);
    for (String statement : statements) {
      execute(connection, statement);
    }
    connection.commit();
    return !draft.needed().isEmpty();
  }

  /** Runs steps in the one transaction that they will share, and reads the states they lead to. */
  private static void run(
      Connection connection,
      Draft draft,
      List<Draft.DraftStep> steps,
      List<List<ObjectState>> states,
      Observer observer)
      throws SQLException {
    for (int i = 0; i < steps.size(); i++) {
      for (String statement : steps.get(i).statements()) {
        execute(connection, statement);
      }
      observer.look(i + 1);
      if (i == steps.size() - 1) {
        connection.commit();
      }
      Map<ObjectRef, ObjectState> read =
          ObjectState.of(draft.touched(), Introspection.read(connection, draft.touched()));
      states.add(draft.touched().stream().map(read::get).toList());
    }
    connection.commit();
  }

  /** Empties the database; where that does not succeed, the next use makes it anew. */
  private void wipe(Connection connection) throws SQLException {
    List<String> leftovers = leftovers(connection);
    for (String schema : leftovers) {
      execute(connection, "DROP SCHEMA " + Identifiers.quote(schema) + " CASCADE");
      if (schema.equals("public")) {
        execute(connection, "CREATE SCHEMA public");
      }
    }
    connection.commit();
    if (!leftovers.isEmpty() && !leftovers(connection).isEmpty()) {
      discard();
    }
    if (!connection.isClosed()) {
      connection.commit();
    }
  }

  private static List<String> leftovers(Connection connection) throws SQLException {
    List<String> schemas = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(LEFTOVERS);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        schemas.add(rows.getString(1));
      }
    }
    return schemas;
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false); // Braces are PostgreSQL's, as in '{}'.
      statement.execute(sql);
    }
  }

  private Session open() throws SQLException {
    Session open = session;
    if (open != null && !open.connection().isClosed()) {
      return open;
    }
    watchdog.execute("DROP DATABASE IF EXISTS " + Identifiers.quote(name) + " WITH (FORCE)");
    watchdog.execute("CREATE DATABASE " + Identifiers.quote(name) + " TEMPLATE template0");
    Connection connection = settings.connectTo(name);
    try {
      connection.setAutoCommit(false);
      execute(connection, "SET SESSION synchronous_commit = off");
      open =
          new Session(
              connection, pid(connection), connection.getMetaData().getDatabaseMajorVersion());
      connection.commit();
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
    session = open;
    return open;
  }

  private static int pid(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT pg_catalog.pg_backend_pid()")) {
      row.next();
      return row.getInt(1);
    }
  }

  /** Passes a fault on that says nothing about the statement: the connection has gone. */
  private static void stopIfGone(Connection connection, SQLException fault) throws SQLException {
    if (PassingFaults.isPassing(fault) || connection.isClosed()) {
      throw fault;
    }
  }

  /** PostgreSQL's message, detail and hint on one line, without what only its drivers add. */
  private static String words(SQLException e) {
    String message =
        String.valueOf(e.getMessage())
            .lines()
            .map(String::strip)
            .filter(line -> !line.startsWith("Position:"))
            .collect(Collectors.joining("; "));
    return "%s (SQLSTATE %s)".formatted(message, e.getSQLState());
  }

  private static long millisSince(long start) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
  }

  private void discard() {
    Session open = session;
    session = null;
    if (open != null) {
      try {
        open.connection().close();
      } catch (SQLException e) {
        LOG.atDebug().setCause(e).log("the connection of a scratch database did not close");
      }
    }
  }

  @Override
  public void close() {
    discard();
    try {
      watchdog.execute("DROP DATABASE IF EXISTS " + Identifiers.quote(name));
    } catch (SQLException e) {
      LOG.atDebug().setCause(e).log("a scratch database stays, the next start removes it");
    }
  }
}
