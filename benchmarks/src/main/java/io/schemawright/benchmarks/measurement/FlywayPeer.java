package io.schemawright.benchmarks.measurement;

import io.schemawright.benchmarks.load.ChangeRequests;
import io.schemawright.embedded.PostgresServer.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.flywaydb.core.Flyway;

/**
 * Flyway on an empty database, with migrations as SQL files.
 *
 * @param scripts an empty directory for them
 */
record FlywayPeer(Database database, Path scripts) {
  /** Applies that many pending migrations by one call; how long that took, in nanoseconds. */
  long applyAtOnce(int changes) throws IOException {
    for (int version = 1; version <= changes; version++) {
      write(version);
    }
    Flyway flyway = flyway();
    long begin = System.nanoTime();
    int applied = flyway.migrate().migrationsExecuted;
    long nanos = System.nanoTime() - begin;
    require(applied, changes);
    return nanos;
  }

  /** Applies that many migrations as they come, each by its own call. */
  long applyEach(int changes) throws IOException {
    Flyway flyway = flyway();
    flyway.migrate();
    long nanos = 0;
    int applied = 0;
    for (int version = 1; version <= changes; version++) {
      write(version);
      long begin = System.nanoTime();
      applied += flyway.migrate().migrationsExecuted;
      nanos += System.nanoTime() - begin;
    }
    require(applied, changes);
    return nanos;
  }

  private Flyway flyway() {
    return Flyway.configure()
        .dataSource(database.url(), database.role(), database.password())
        .locations("filesystem:" + scripts)
        .load();
  }

  private void write(int version) throws IOException {
    Files.writeString(
        scripts.resolve("V" + version + "__items.sql"),
        ChangeRequests.createTableSql("items_" + version));
  }

  private static void require(int applied, int changes) {
    if (applied != changes) {
      throw new IllegalStateException("Flyway applied %d of %d".formatted(applied, changes));
    }
  }
}
