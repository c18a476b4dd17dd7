package io.schemawright.policy.rehearsal;

import io.schemawright.service.Settings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * Where plans are tried out.
 *
 * @param url JDBC address of a database that the role may connect to, without credentials; of
 *     several servers, one of each major version, with commas between them
 * @param username a role with CREATEDB and CREATEROLE and nothing else
 * @param password its password
 * @param databases how many rehearsals may run side by side
 * @param statementTimeout how long a statement that a person wrote may run there
 * @param budget how long a rehearsal may take, repeats for what was missing included; one without
 *     statements by hand that takes longer gets as much again, once
 */
public record ScratchSettings(
    String url,
    String username,
    String password,
    int databases,
    Duration statementTimeout,
    Duration budget) {

  private static final Duration STATEMENT_TIMEOUT = Duration.ofMillis(1_500);
  private static final Duration BUDGET = Duration.ofSeconds(2);

  /**
   * Twice that, and two waits for a database, are below the 30 s of a transaction of the stream.
   */
  private static final Duration MOST_BUDGET = Duration.ofSeconds(7);

  /** For a database that is being made anew, which takes a busy server more than a second. */
  private static final Duration LEAST_WAIT = Duration.ofSeconds(5);

  private static final Duration LEAST_LOGIN = Duration.ofSeconds(2);

  /** For the watchdog to do its work before the driver gives up. */
  private static final Duration AFTER_BUDGET = Duration.ofSeconds(3);

  /** A comma within an address stands between hosts. */
  private static final Pattern BETWEEN = Pattern.compile("\\s*,\\s*(?=jdbc:)");

  /** With the times that a statement and a rehearsal have by default. */
  public ScratchSettings(String url, String username, String password, int databases) {
    this(url, username, password, databases, STATEMENT_TIMEOUT, BUDGET);
  }

  /**
   * Reads {@code SCRATCH_URL}, {@code SCRATCH_USERNAME}, {@code SCRATCH_PASSWORD}, {@code
   * SCRATCH_STATEMENT_TIMEOUT}, {@code SCRATCH_BUDGET}.
   */
  public static ScratchSettings from(Settings settings, int databases) {
    ScratchSettings read =
        new ScratchSettings(
            settings.text("SCRATCH_URL"),
            settings.text("SCRATCH_USERNAME"),
            settings.text("SCRATCH_PASSWORD"),
            databases,
            settings.duration("SCRATCH_STATEMENT_TIMEOUT", STATEMENT_TIMEOUT),
            settings.duration("SCRATCH_BUDGET", BUDGET));
    if (read.budget.isZero() || read.budget.compareTo(MOST_BUDGET) > 0) {
      settings.problem(
          "SCRATCH_BUDGET",
          "is %s, expected more than nothing and %s at most: the stream waits meanwhile"
              .formatted(read.budget, MOST_BUDGET));
    }
    if (!read.url.isEmpty()
        && !read.servers().stream()
            .allMatch(server -> server.url.startsWith("jdbc:postgresql://"))) {
      settings.problem("SCRATCH_URL", "is no address of the form jdbc:postgresql://host:port/name");
    }
    return read;
  }

  /** How long a rehearsal waits for a database, which does not count towards its budget. */
  Duration patience() {
    return longer(budget, LEAST_WAIT);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  /** The same for each server on its own. */
  List<ScratchSettings> servers() {
    return BETWEEN
        .splitAsStream(url)
        .map(
            one ->
                new ScratchSettings(one, username, password, databases, statementTimeout, budget))
        .toList();
  }

  /** A connection to the database that {@code url} names. */
  Connection connect() throws SQLException {
    return connect(url, username, password);
  }

  /** A connection to another database of the same server. */
  Connection connectTo(String database) throws SQLException {
    return connectTo(database, username, password);
  }

  /** The same, as somebody else. */
  Connection connectTo(String database, String user, String word) throws SQLException {
    int end = url.indexOf('?');
    String address = end < 0 ? url : url.substring(0, end);
    String parameters = end < 0 ? "" : url.substring(end);
    return connect(
        address.substring(0, address.lastIndexOf('/') + 1) + database + parameters, user, word);
  }

  private Connection connect(String address, String user, String word) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", word);
    properties.setProperty("ApplicationName", "schemawright-rehearsal");
    properties.setProperty("connectTimeout", "1");
    properties.setProperty("loginTimeout", "" + longer(budget, LEAST_LOGIN).toSeconds());
    // The last resort where neither server nor watchdog answers.
    properties.setProperty("socketTimeout", "" + budget.plus(AFTER_BUDGET).toSeconds());
    // What RESET goes back to.
    properties.setProperty("options", "-c synchronous_commit=off -c client_min_messages=error");
    // Rows of a statement that a person wrote would fill this process's memory.
    properties.setProperty("maxResultBuffer", "16M");
    // Every rehearsal asks the same questions.
    properties.setProperty("prepareThreshold", "2");
    // The driver would forget its prepared reads of the catalog at every CREATE and DROP.
    properties.setProperty("flushCacheOnDdl", "false");
    return DriverManager.getConnection(address, properties);
  }

  @Override
  public String toString() {
    return "ScratchSettings[url=" + url + ", username=" + username + "]";
  }
}
