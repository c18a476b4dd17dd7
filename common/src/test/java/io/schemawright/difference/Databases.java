package io.schemawright.difference;

import io.schemawright.catalog.Identifiers;
import io.schemawright.catalog.Introspection;
import io.schemawright.catalog.Renames;
import io.schemawright.catalog.SchemaState;
import io.schemawright.embedded.Infrastructure;
import io.schemawright.embedded.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A database that is filled, read and wiped. */
final class Databases {
  private Databases() {}

  static String freshName() {
    return Infrastructure.postgres().freshDatabase("difference").name();
  }

  static Connection connect(String database) throws SQLException {
    PostgresServer server = Infrastructure.postgres();
    return server.connect(database);
  }

  /** Runs each statement; a failure says which one it was, and what ran before it. */
  static void run(Connection connection, List<String> statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      for (String sql : statements) {
        try {
          statement.execute(sql);
        } catch (SQLException e) {
          throw new SQLException(
              e.getMessage() + "\nin: " + sql + "\nof:\n" + String.join(";\n", statements), e);
        }
      }
    }
  }

  /** What creates the whole state in an empty database that has the schemas. */
  static List<String> creation(SchemaState state) {
    return Difference.between(SchemaState.empty(), state, Renames.none()).statements();
  }

  static SchemaState read(Connection connection) throws SQLException {
    return SchemaState.of(Introspection.readSchemas(connection, List.of()).values());
  }

  /** Drops every schema of users and makes these anew. */
  static void wipe(Connection connection, List<String> schemas) throws SQLException {
    List<String> statements = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT nspname FROM pg_namespace"
                    + " WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'")) {
      while (rows.next()) {
        statements.add("DROP SCHEMA " + Identifiers.quote(rows.getString(1)) + " CASCADE");
      }
    }
    schemas.forEach(schema -> statements.add("CREATE SCHEMA " + Identifiers.quote(schema)));
    run(connection, List.of("SET client_min_messages = warning"));
    run(connection, statements);
  }
}
