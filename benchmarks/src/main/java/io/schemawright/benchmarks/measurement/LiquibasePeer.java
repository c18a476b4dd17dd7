package io.schemawright.benchmarks.measurement;

import io.schemawright.benchmarks.load.ChangeRequests;
import io.schemawright.embedded.PostgresServer.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Liquibase;
import liquibase.Scope;
import liquibase.UpdateSummaryOutputEnum;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.LiquibaseException;
import liquibase.resource.DirectoryResourceAccessor;
import liquibase.ui.LoggerUIService;

/**
 * Liquibase on an empty database, with changesets of formatted SQL.
 *
 * @param directory an empty one, for the changelog
 */
record LiquibasePeer(Database database, Path directory) {
  private static final String CHANGELOG = "changelog.sql";

  /** Held here, or its level would be forgotten with it: a line for each statement costs time. */
  private static final Logger LOG = Logger.getLogger("liquibase");

  static {
    LOG.setLevel(Level.SEVERE);
    // A measurement tells nobody outside that it runs.
    System.setProperty("liquibase.analytics.enabled", "false");
  }

  /** Applies that many pending changesets by one call; how long that took, in nanoseconds. */
  long applyAtOnce(int changes) throws Exception {
    StringBuilder changelog = new StringBuilder(header());
    for (int number = 1; number <= changes; number++) {
      changelog.append(changeSet(number));
    }
    Files.writeString(directory.resolve(CHANGELOG), changelog);
    long nanos = update();
    requireApplied(changes);
    return nanos;
  }

  /**
   * Applies that many changesets as they come, each by its own call, after one that is not timed.
   */
  long applyEach(int changes) throws Exception {
    StringBuilder changelog = new StringBuilder(header()).append(changeSet(0));
    Files.writeString(directory.resolve(CHANGELOG), changelog);
    update(); // Makes Liquibase's own tables, as the first call of Flyway does.
    long nanos = 0;
    for (int number = 1; number <= changes; number++) {
      Files.writeString(directory.resolve(CHANGELOG), changelog.append(changeSet(number)));
      nanos += update();
    }
    requireApplied(1 + changes);
    return nanos;
  }

  private static String header() {
    return "--liquibase formatted sql\n";
  }

  private static String changeSet(int number) {
    return "\n--changeset bench:%d\n%s"
        .formatted(number, ChangeRequests.createTableSql("items_" + number));
  }

  /** Connects too, as Flyway does within its call; how long all of it took, in nanoseconds. */
  private long update() throws Exception {
    long begin = System.nanoTime();
    try (Connection connection = database.connect()) {
      liquibase.database.Database dialect =
          DatabaseFactory.getInstance()
              .findCorrectDatabaseImplementation(new JdbcConnection(connection));
      // Its console would write a line for each statement.
      Scope.child(Map.of(Scope.Attr.ui.name(), new LoggerUIService()), () -> update(dialect));
    }
    return System.nanoTime() - begin;
  }

  private void update(liquibase.database.Database dialect) throws LiquibaseException, IOException {
    // Closing it would close the connection, which is not its own.
    @SuppressWarnings("resource")
    Liquibase liquibase =
        new Liquibase(CHANGELOG, new DirectoryResourceAccessor(directory), dialect);
    liquibase.setShowSummaryOutput(UpdateSummaryOutputEnum.LOG);
    liquibase.update(new Contexts(), new LabelExpression());
  }

  private void requireApplied(int changes) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM databasechangelog")) {
      row.next();
      if (row.getInt(1) != changes) {
        throw new IllegalStateException(
            "Liquibase applied %d of %d".formatted(row.getInt(1), changes));
      }
    }
  }
}
