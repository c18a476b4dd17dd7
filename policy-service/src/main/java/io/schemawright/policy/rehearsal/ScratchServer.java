package io.schemawright.policy.rehearsal;

import io.schemawright.catalog.Identifiers;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.SchemaState;
import io.schemawright.plan.Rehearsal;
import io.schemawright.policy.plan.Draft;
import io.schemawright.service.Health;
import io.schemawright.service.Part;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server on which plans are tried out: a pool of databases, one for each thread that
 * judges. Where it is away, plans are not rehearsable until it is back. Thread-safe.
 */
public final class ScratchServer implements Rehearsals, Part {
  private static final Logger LOG = LoggerFactory.getLogger(ScratchServer.class);

  private final Watchdog watchdog;
  private final BlockingQueue<ScratchDatabase> idle = new LinkedBlockingQueue<>();
  private final List<ScratchDatabase> all;
  private volatile Health health = Health.notReady("not used yet");

  private ScratchServer(Watchdog watchdog, List<ScratchDatabase> all) {
    this.watchdog = watchdog;
    this.all = all;
    this.idle.addAll(all);
  }

  /**
   * Makes the databases, and removes those that a killed process left; a server that is away may
   * come later.
   */
  public static ScratchServer open(ScratchSettings settings) {
    Watchdog watchdog = new Watchdog(settings);
    String instance = UUID.randomUUID().toString().substring(0, 8);
    ScratchServer server =
        new ScratchServer(
            watchdog,
            IntStream.range(0, settings.databases())
                .mapToObj(i -> new ScratchDatabase(instance + "_" + i, settings, watchdog))
                .toList());
    server.prepare();
    return server;
  }

  private void prepare() {
    try {
      removeOrphans();
      for (ScratchDatabase database : all) {
        database.open(true);
      }
      health = Health.ok();
    } catch (SQLException e) {
      away(String.valueOf(e.getMessage()));
    }
  }

  /** A database in use cannot be dropped, so only those are that nobody is connected to. */
  private void removeOrphans() throws SQLException {
    List<String> names =
        watchdog.names(
            "SELECT datname FROM pg_catalog.pg_database WHERE datname LIKE "
                + Identifiers.literal(ScratchDatabase.PREFIX.replace("_", "\\_") + "%")
                + " AND pg_catalog.pg_get_userbyid(datdba) = current_user");
    for (String name : names) {
      try {
        watchdog.execute("DROP DATABASE " + Identifiers.quote(name));
      } catch (SQLException e) {
        LOG.atDebug().setCause(e).addKeyValue("database", name).log("in use by another instance");
      }
    }
  }

  @Override
  public Rehearsed rehearse(Draft draft) {
    ScratchDatabase database = idle.poll();
    if (database == null) {
      return Rehearsed.notRehearsable("more rehearsals at once than scratch databases", 0);
    }
    try {
      Rehearsed rehearsed = database.rehearse(draft);
      if (rehearsed.rehearsal().outcome() == Rehearsal.Outcome.NOT_REHEARSABLE) {
        away(rehearsed.rehearsal().detail());
      } else {
        health = Health.ok();
      }
      return rehearsed;
    } finally {
      idle.add(database);
    }
  }

  @Override
  public SchemaState printed(int postgresMajor, SchemaState state, Set<ObjectRef> wanted) {
    ScratchDatabase database = idle.poll();
    if (database == null) {
      return state;
    }
    try {
      return database.printed(postgresMajor, state, wanted).orElse(state);
    } finally {
      idle.add(database);
    }
  }

  private void away(String detail) {
    LOG.atWarn().addKeyValue("reason", detail).log("a change could not be rehearsed");
    health = new Health(true, "the last change could not be rehearsed: " + detail);
  }

  @Override
  public String name() {
    return "scratch";
  }

  @Override
  public Health check() {
    return health;
  }

  @Override
  public void close() {
    all.forEach(ScratchDatabase::close);
    watchdog.close();
  }
}
