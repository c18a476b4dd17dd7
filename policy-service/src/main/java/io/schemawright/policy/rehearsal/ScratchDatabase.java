package io.schemawright.policy.rehearsal;

import io.schemawright.catalog.CatalogObject;
import io.schemawright.catalog.Introspection;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.SchemaState;
import io.schemawright.database.PassingFaults;
import io.schemawright.policy.plan.Draft;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
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
 * A place to try plans out in, used by one thread at a time and to be tidied after each use. Its
 * sandbox is made when it is first needed, and made anew when a person's statements have run in it,
 * or anything went wrong: what those may have left has more forms than can be looked for.
 */
final class ScratchDatabase implements AutoCloseable {
  /** How often something is added that was missing; each may need another. */
  private static final int MOST_REPEATS = 5;

  private static final Logger LOG = LoggerFactory.getLogger(ScratchDatabase.class);

  private final String name;
  private final ScratchSettings settings;
  private final Watchdog watchdog;
  private @Nullable Sandbox sandbox;
  private boolean used;

  ScratchDatabase(String name, ScratchSettings settings, Watchdog watchdog) {
    this.name = Sandbox.PREFIX + name;
    this.settings = settings;
    this.watchdog = watchdog;
  }

  /**
   * Runs the draft up and down. What that leaves has to be tidied away before the next.
   *
   * @throws SessionEnded if the session was gone before it was done
   */
  Rehearsed rehearse(Draft draft, Rehearsals.Target target) throws SessionEnded {
    long start = System.nanoTime();
    Sandbox open;
    try {
      open = open();
    } catch (SQLException e) {
      discard();
      return Rehearsed.notRehearsable(
          "the scratch server is away: " + words(e), millisSince(start));
    }
    used = true;
    Connection session = open.session();
    Duration left = settings.budget().minusNanos(System.nanoTime() - start);
    try (Watchdog.Guard guard = watchdog.guard(session, open.pid(), left)) {
      try {
        Rehearsed rehearsed = completed(open, draft, target, guard, start);
        if (draft.open() || open.isExtended()) {
          discard();
        }
        return rehearsed;
      } catch (SQLException | RuntimeException e) {
        boolean over = guard.expired();
        boolean cut = !over && e instanceof SQLException && session.isClosed();
        discard();
        if (cut) {
          throw new SessionEnded((SQLException) e);
        }
        LOG.atWarn().setCause(e).addKeyValue("target", draft.target()).log("a rehearsal broke off");
        if (over) {
          throw new SessionEnded(e, settings.budget());
        }
        String why = e instanceof SQLException refused ? words(refused) : e.toString();
        return Rehearsed.notRehearsable(why, millisSince(start));
      }
    } catch (SQLException e) {
      discard();
      return Rehearsed.notRehearsable(words(e), millisSince(start));
    }
  }

  /** With what the target has and the draft does not know that it needs, as far as it shows. */
  private Rehearsed completed(
      Sandbox open, Draft draft, Rehearsals.Target target, Watchdog.Guard guard, long start)
      throws SQLException {
    Draft now = draft;
    Rehearsed rehearsed = tried(open, now, guard, start);
    for (int i = 0; i < MOST_REPEATS && !rehearsed.missing().isEmpty(); i++) {
      Optional<Draft> wider = target.with(rehearsed.missing());
      if (wider.isEmpty() && (open.isExtended() || target.extensions().isEmpty())) {
        break;
      }
      open.wipe();
      if (wider.isEmpty()) {
        open.extend(target.extensions());
      }
      now = wider.orElse(now);
      rehearsed = tried(open, now, guard, start);
    }
    return rehearsed.missing().isEmpty() || open.lacking().isEmpty()
        ? rehearsed
        : Rehearsed.notRehearsable(
            "%s; it may belong to what is installed on the target and not to be had here: %s"
                .formatted(rehearsed.rehearsal().detail(), String.join(", ", open.lacking())),
            millisSince(start));
  }

  /** With a few rows; where only they speak against it, without any: the target's are others. */
  private Rehearsed tried(Sandbox open, Draft draft, Watchdog.Guard guard, long start)
      throws SQLException {
    Trial trial = new Trial(open.session(), draft, settings.statementTimeout(), guard, start);
    try {
      return trial.run(true);
    } catch (RowsInTheWay e) {
      open.wipe();
      return trial.run(false).noting(e.note());
    }
  }

  /** Whether it is ready for its next use. */
  boolean isTidy() {
    return sandbox != null && !used;
  }

  /** Empties it, or makes it anew where it cannot be emptied. */
  void tidy() throws SQLException {
    Sandbox open = sandbox;
    if (open != null && used && !wiped(open)) {
      discard();
    }
    used = false;
    if (sandbox == null) {
      warm(open());
    }
  }

  private boolean wiped(Sandbox open) {
    try (Watchdog.Guard guard = watchdog.guard(open.session(), open.pid(), settings.budget())) {
      return open.wipe() && !guard.expired();
    } catch (SQLException e) {
      LOG.atDebug().setCause(e).addKeyValue("database", name).log("could not be emptied");
      return false;
    }
  }

  /** A first rehearsal of nothing much fills the session's caches. */
  private static void warm(Sandbox open) throws SQLException {
    Connection session = open.session();
    Sandbox.execute(
        session, "CREATE TABLE public.warm (id uuid PRIMARY KEY DEFAULT gen_random_uuid())");
    for (int i = 0; i < 3; i++) {
      Introspection.read(session, List.of(ObjectRef.table("public", "warm")));
    }
    session.commit();
    open.wipe();
  }

  /** The server's major version, as far as it has been reached. */
  Optional<Integer> major() throws SQLException {
    Sandbox open = sandbox;
    return open == null ? Optional.empty() : Optional.of(open.major());
  }

  /** These objects of the state as PostgreSQL prints them; empty if it could not be asked. */
  Optional<SchemaState> printed(SchemaState state, Set<ObjectRef> wanted) {
    Sandbox open;
    try {
      open = open();
    } catch (SQLException e) {
      discard();
      return Optional.empty();
    }
    Connection session = open.session();
    try (Watchdog.Guard guard = watchdog.guard(session, open.pid(), settings.budget())) {
      try {
        SchemaState near = Foundation.around(state, wanted);
        for (String statement : Foundation.statements(near, Set.of())) {
          Sandbox.execute(session, statement);
        }
        Map<ObjectRef, CatalogObject> read = Introspection.read(session, near.objects().keySet());
        SchemaState printed = state;
        for (ObjectRef ref : wanted) {
          CatalogObject object = read.get(ref);
          printed = object == null ? printed : printed.with(ref, object.definition());
        }
        session.rollback();
        return Optional.of(printed);
      } catch (SQLException e) {
        if (guard.expired() || PassingFaults.isPassing(e) || session.isClosed()) {
          discard();
          return Optional.empty();
        }
        session.rollback();
        throw new IllegalArgumentException("PostgreSQL refuses it: " + words(e), e);
      }
    } catch (SQLException e) {
      discard();
      return Optional.empty();
    }
  }

  private Sandbox open() throws SQLException {
    Sandbox open = sandbox;
    if (open == null || !open.isOpen()) {
      discard();
      open = Sandbox.make(name, settings, watchdog);
      sandbox = open;
    }
    return open;
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
    Sandbox open = sandbox;
    sandbox = null;
    if (open != null) {
      open.close();
    }
  }

  @Override
  public void close() {
    discard();
    try {
      Sandbox.remove(name, watchdog);
    } catch (SQLException e) {
      LOG.atDebug().setCause(e).log("a scratch database stays, the next start removes it");
    }
  }
}
