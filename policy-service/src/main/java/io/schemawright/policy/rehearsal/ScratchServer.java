package io.schemawright.policy.rehearsal;

import io.schemawright.catalog.Identifiers;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.SchemaState;
import io.schemawright.plan.Rehearsal;
import io.schemawright.policy.plan.Draft;
import io.schemawright.service.Health;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server on which plans are tried out: a pool of databases, one for each thread that
 * judges and one in reserve, which takes the place of one that is made anew. Thread-safe.
 */
final class ScratchServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ScratchServer.class);

  private final Watchdog watchdog;
  private final long patienceMillis;
  private final BlockingQueue<ScratchDatabase> idle = new LinkedBlockingQueue<>();
  private final List<ScratchDatabase> all;
  private final ExecutorService tidying;
  private volatile int major;
  private volatile Health health = Health.notReady("not used yet");

  private ScratchServer(Watchdog watchdog, Duration patience, List<ScratchDatabase> all) {
    this.watchdog = watchdog;
    this.patienceMillis = patience.toMillis();
    this.all = all;
    this.tidying =
        Executors.newFixedThreadPool(
            all.size(),
            task -> {
              Thread thread = new Thread(task, "scratch-tidying");
              thread.setDaemon(true);
              return thread;
            });
    this.idle.addAll(all);
  }

  /**
   * Makes the databases, and removes those that a killed process left; a server that is away may
   * come later.
   */
  static ScratchServer open(ScratchSettings settings) {
    Watchdog watchdog = new Watchdog(settings);
    String instance = UUID.randomUUID().toString().substring(0, 8);
    ScratchServer server =
        new ScratchServer(
            watchdog,
            settings.patience(),
            IntStream.rangeClosed(0, settings.databases())
                .mapToObj(i -> new ScratchDatabase(instance + "_" + i, settings, watchdog))
                .toList());
    server.prepare();
    return server;
  }

  private void prepare() {
    try {
      removeOrphans();
      for (ScratchDatabase database : all) {
        database.tidy();
        database.major().ifPresent(is -> major = is);
      }
      health = Health.ok();
    } catch (SQLException e) {
      away("the scratch server is away: " + e.getMessage());
    }
  }

  /** A database in use cannot be dropped, so only those are that nobody is connected to. */
  private void removeOrphans() throws SQLException {
    String like = Identifiers.literal(Sandbox.PREFIX.replace("_", "\\_") + "%");
    Set<String> names =
        new TreeSet<>(
            watchdog.names(
                "SELECT datname FROM pg_catalog.pg_database WHERE datname LIKE "
                    + like
                    + " AND pg_catalog.pg_get_userbyid(datdba) = current_user"));
    for (String name : names) {
      drop("DROP DATABASE ", name);
    }
    // Of those that are in use, the roles are as well.
    for (String role :
        watchdog.names(
            "SELECT rolname FROM pg_catalog.pg_roles WHERE rolname LIKE "
                + like
                + " AND rolname <> current_user AND pg_catalog.pg_has_role(oid, 'member')"
                + " AND rolname NOT IN (SELECT datname FROM pg_catalog.pg_database)")) {
      drop("DROP ROLE ", role);
    }
  }

  private void drop(String statement, String name) {
    try {
      watchdog.execute(statement + Identifiers.quote(name));
    } catch (SQLException e) {
      LOG.atDebug().setCause(e).addKeyValue("database", name).log("in use by another instance");
    }
  }

  /** The server's major version; 0 where it has not been reached yet. */
  int major() {
    if (major == 0) {
      try {
        major = watchdog.major();
      } catch (SQLException e) {
        away("the scratch server is away: " + e.getMessage());
      }
    }
    return major;
  }

  Rehearsed rehearse(Draft draft, Rehearsals.Target target) {
    Rehearsed rehearsed = tried(draft, target);
    if (rehearsed.rehearsal().outcome() == Rehearsal.Outcome.NOT_REHEARSABLE) {
      away(rehearsed.rehearsal().detail());
    } else {
      health = Health.ok();
    }
    return rehearsed;
  }

  private Rehearsed tried(Draft draft, Rehearsals.Target target) {
    long start = System.nanoTime();
    try {
      return once(draft, target);
    } catch (SessionEnded first) {
      if (draft.open() && first.byDriver()) {
        return Rehearsed.failed(first.words(), ScratchDatabase.millisSince(start));
      }
      if (draft.open() && first.isOverBudget()) {
        return Rehearsed.notRehearsable(first.words(), ScratchDatabase.millisSince(start));
      }
      // It may have been cut since its last use, or the machine have stood still: statements of our
      // own on tables that are next to empty take milliseconds.
      try {
        return once(draft, target);
      } catch (SessionEnded second) {
        long millis = ScratchDatabase.millisSince(start);
        return draft.open() && second.onRequest()
            ? Rehearsed.failed("it ends the session that it runs in: " + second.words(), millis)
            : Rehearsed.notRehearsable(second.words(), millis);
      }
    }
  }

  private Rehearsed once(Draft draft, Rehearsals.Target target) throws SessionEnded {
    long start = System.nanoTime();
    ScratchDatabase database = take();
    if (database == null) {
      return Rehearsed.notRehearsable(
          "more rehearsals at once than scratch databases", ScratchDatabase.millisSince(start));
    }
    try {
      return database.rehearse(draft, target);
    } finally {
      giveBack(database);
    }
  }

  SchemaState printed(SchemaState state, Set<ObjectRef> wanted) {
    ScratchDatabase database = take();
    if (database == null) {
      return state;
    }
    try {
      return database.printed(state, wanted).orElse(state);
    } finally {
      giveBack(database);
    }
  }

  /** Null where no database is idle, and none becomes so. */
  private @Nullable ScratchDatabase take() {
    try {
      return idle.poll(patienceMillis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  /** Nobody waits for a database to be emptied or made anew while there is another. */
  private void giveBack(ScratchDatabase database) {
    if (database.isTidy() || tidying.isShutdown()) {
      idle.add(database);
      return;
    }
    tidying.execute(
        () -> {
          try {
            database.tidy();
          } catch (SQLException e) {
            LOG.atDebug()
                .setCause(e)
                .log("a scratch database is not there, its next use tries again");
          } finally {
            idle.add(database);
          }
        });
  }

  private void away(String detail) {
    LOG.atWarn().addKeyValue("reason", detail).log("a change could not be rehearsed");
    health = new Health(true, "the last change could not be rehearsed: " + detail);
  }

  Health check() {
    return health;
  }

  @Override
  public void close() {
    tidying.shutdown();
    try {
      if (!tidying.awaitTermination(patienceMillis, TimeUnit.MILLISECONDS)) {
        tidying.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    all.forEach(ScratchDatabase::close);
    watchdog.close();
  }
}
