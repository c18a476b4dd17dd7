package io.schemawright.policy.rehearsal;

import io.schemawright.embedded.Infrastructure;
import io.schemawright.embedded.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;

/** A scratch server on the shared PostgreSQL. */
public final class Scratch {
  private Scratch() {}

  /** Settings for it: a role with CREATEDB and CREATEROLE, as an operator would make it. */
  public static ScratchSettings settings() {
    PostgresServer.Database database = Infrastructure.postgres().freshDatabase("scratch");
    Infrastructure.postgres().execute("ALTER ROLE " + database.role() + " CREATEDB CREATEROLE");
    return new ScratchSettings(database.url(), database.role(), database.password(), 1);
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
