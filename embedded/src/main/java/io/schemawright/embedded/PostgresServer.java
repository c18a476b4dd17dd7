package io.schemawright.embedded;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server as its superuser sees it: makes databases and the roles that own them.
 *
 * <p>A role made here can connect to its own databases only. Thread-safe; holds no connection. What
 * PostgreSQL refuses comes as {@link IllegalStateException} with PostgreSQL's exception as cause.
 */
public final class PostgresServer {
  private static final String MAINTENANCE_DATABASE = "postgres";

  private final String address;
  private final String superuser;
  private final @Nullable String superuserPassword;
  private final AtomicInteger databases = new AtomicInteger();

  /**
   * Connects to nothing yet.
   *
   * @param superuserPassword null where the server trusts this machine
   */
  PostgresServer(String host, int port, String superuser, @Nullable String superuserPassword) {
    this.address = host + ":" + port;
    this.superuser = superuser;
    this.superuserPassword = superuserPassword;
  }

  /**
   * A database and the one role that may connect to it, apart from the superuser.
   *
   * @param url for JDBC, without credentials
   */
  public record Database(String name, String url, String role, String password) {
    /** Opens a connection as the role. */
    public Connection connect() throws SQLException {
      return DriverManager.getConnection(url, role, password);
    }

    /** Without the password. */
    @Override
    public String toString() {
      return "Database[" + url + " as " + role + "]";
    }
  }

  /** The JDBC URL of a database, whether it exists or not. */
  public String jdbcUrl(String database) {
    return "jdbc:postgresql://" + address + "/" + database;
  }

  /** Opens a connection as the superuser. */
  public Connection connect(String database) throws SQLException {
    Properties login = new Properties();
    login.setProperty("user", superuser);
    if (superuserPassword != null) {
      login.setProperty("password", superuserPassword);
    }
    return DriverManager.getConnection(jdbcUrl(database), login);
  }

  /** Runs statements as the superuser, each in a transaction of its own, in {@code postgres}. */
  public void execute(String... statements) {
    executeIn(MAINTENANCE_DATABASE, statements);
  }

  /** Runs statements as the superuser, each in a transaction of its own. */
  public void executeIn(String database, String... statements) {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("PostgreSQL refused a statement in " + database, e);
    }
  }

  /**
   * Makes sure of a role with this password that may log in and nothing more.
   *
   * @param attributes such as {@code CREATEDB}
   */
  public void createRole(String role, String password, String... attributes) {
    String quoted = identifier(role);
    if (!exists("SELECT FROM pg_roles WHERE rolname = " + literal(role))) {
      execute("CREATE ROLE " + quoted);
    }
    execute(
        "ALTER ROLE %s NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS"
            .formatted(quoted),
        "ALTER ROLE %s LOGIN PASSWORD %s %s"
            .formatted(quoted, literal(password), String.join(" ", attributes)));
  }

  /**
   * Makes sure of a database that this role owns, with its schema {@code public}, and that no other
   * role but the superuser can connect to. What is there already stays.
   */
  public Database createDatabaseWithRole(String name, String role, String password) {
    createRole(role, password);
    String database = identifier(name);
    if (!exists("SELECT FROM pg_database WHERE datname = " + literal(name))) {
      execute("CREATE DATABASE " + database);
    }
    execute(
        "REVOKE ALL ON DATABASE " + database + " FROM PUBLIC",
        "ALTER DATABASE " + database + " OWNER TO " + identifier(role));
    executeIn(
        name,
        "ALTER SCHEMA public OWNER TO " + identifier(role),
        "REVOKE ALL ON SCHEMA public FROM PUBLIC");
    return new Database(name, jdbcUrl(name), role, password);
  }

  /**
   * Makes a database with a role of the same name, both new.
   *
   * @param prefix lower-case letters, digits and underscores
   */
  public Database freshDatabase(String prefix) {
    String name;
    do {
      name = prefix + "_" + databases.incrementAndGet();
    } while (exists("SELECT FROM pg_database WHERE datname = " + literal(name)));
    return createDatabaseWithRole(name, name, EmbeddedKafka.randomPassword());
  }

  /** By default everybody may connect to every database, and new ones inherit that. */
  void closeToThePublic() {
    execute(
        "REVOKE ALL ON DATABASE postgres FROM PUBLIC",
        "REVOKE ALL ON DATABASE template1 FROM PUBLIC");
  }

  private boolean exists(String query) {
    try (Connection connection = connect(MAINTENANCE_DATABASE);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      return rows.next();
    } catch (SQLException e) {
      throw new IllegalStateException("PostgreSQL refused a question", e);
    }
  }

  private static String identifier(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }

  private static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
