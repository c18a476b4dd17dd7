package io.schemawright.policy.rehearsal;

import io.schemawright.catalog.CatalogObject;
import io.schemawright.catalog.Identifiers;
import io.schemawright.catalog.Introspection;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.SchemaState;
import io.schemawright.database.PassingFaults;
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
import java.util.Optional;
import java.util.Set;
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
        Rehearsed rehearsed = new Trial(open.connection(), draft, start).run();
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

  /** These objects of the state as PostgreSQL prints them; empty if it could not be asked. */
  Optional<SchemaState> printed(int postgresMajor, SchemaState state, Set<ObjectRef> wanted) {
    Session open;
    try {
      open = open();
    } catch (SQLException e) {
      discard();
      return Optional.empty();
    }
    if (open.major() != postgresMajor) {
      return Optional.empty();
    }
    Connection connection = open.connection();
    try (Watchdog.Guard guard = watchdog.guard(connection, open.pid(), BUDGET)) {
      try {
        SchemaState near = Foundation.around(state, wanted);
        for (String statement : Foundation.statements(near, Set.of())) {
          execute(connection, statement);
        }
        Map<ObjectRef, CatalogObject> read =
            Introspection.read(connection, near.objects().keySet());
        SchemaState printed = state;
        for (ObjectRef ref : wanted) {
          CatalogObject object = read.get(ref);
          printed = object == null ? printed : printed.with(ref, object.definition());
        }
        connection.rollback();
        return Optional.of(printed);
      } catch (SQLException e) {
        if (guard.expired() || PassingFaults.isPassing(e) || connection.isClosed()) {
          discard();
          return Optional.empty();
        }
        connection.rollback();
        throw new IllegalArgumentException("PostgreSQL refuses it: " + words(e), e);
      }
    } catch (SQLException e) {
      discard();
      return Optional.empty();
    }
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

  static void execute(Connection connection, String sql) throws SQLException {
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
  static void stopIfGone(Connection connection, SQLException fault) throws SQLException {
    if (PassingFaults.isPassing(fault) || connection.isClosed()) {
      throw fault;
    }
  }

  /** PostgreSQL's message, detail and hint on one line, without what only its drivers add. */
  static String words(SQLException e) {
    String message =
        String.valueOf(e.getMessage())
            .lines()
            .map(String::strip)
            .filter(line -> !line.startsWith("Position:"))
            .collect(Collectors.joining("; "));
    return "%s (SQLSTATE %s)".formatted(message, e.getSQLState());
  }

  static long millisSince(long start) {
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
