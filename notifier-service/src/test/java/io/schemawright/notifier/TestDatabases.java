package io.schemawright.notifier;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.schemawright.database.Database;
import io.schemawright.database.DatabaseSettings;
import io.schemawright.embedded.Infrastructure;
import io.schemawright.embedded.PostgresServer;

/** Databases of the notifier's own on the shared server. */
public final class TestDatabases {
  private TestDatabases() {}

  /** A new one with its tables. */
  public static Database open() {
    return open(Infrastructure.postgres().freshDatabase("notifier"));
  }

  /** One that is there, with its tables brought up to date. */
  public static Database open(PostgresServer.Database database) {
    return Database.open(
        new DatabaseSettings(database.url(), database.role(), database.password(), 8),
        "db/notifier",
        new SimpleMeterRegistry());
  }
}
