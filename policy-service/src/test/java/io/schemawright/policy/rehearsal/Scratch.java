package io.schemawright.policy.rehearsal;

import io.schemawright.embedded.Infrastructure;
import io.schemawright.embedded.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** A scratch server on the shared PostgreSQL. */
public final class Scratch {
  /** More than a rehearsal takes on a machine that is busy with other things. */
  private static final Duration PATIENT = Duration.ofSeconds(20);

  private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(15);

  private Scratch() {}

  /** Settings for it, for tests that are not about time. */
  public static ScratchSettings settings() {
    return settings(STATEMENT_TIMEOUT);
  }

  /** The same, with so much time for each statement that a person wrote. */
  public static ScratchSettings settings(Duration statementTimeout) {
    return settings(statementTimeout, PATIENT);
  }

  /** Settings for it: a role with CREATEDB and CREATEROLE, as an operator would make it. */
  public static ScratchSettings settings(Duration statementTimeout, Duration budget) {
    PostgresServer.Database database = Infrastructure.postgres().freshDatabase("scratch");
    Infrastructure.postgres().execute("ALTER ROLE " + database.role() + " CREATEDB CREATEROLE");
    return new ScratchSettings(
        database.url(), database.role(), database.password(), 1, statementTimeout, budget);
  }

  /** Its major version. */
  public static int major() {
    try (Connection connection = Infrastructure.postgres().connect("postgres")) {
      return connection.getMetaData().getDatabaseMajorVersion();
    } catch (SQLException e) {
      throw new IllegalStateException("the shared PostgreSQL does not answer", e);
    }
  }
}
