package io.schemawright.policy.rehearsal;

import io.schemawright.service.Settings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/**
 * Where plans are tried out.
 *
 * @param url JDBC address of a database that the role may connect to, without credentials
 * @param username a role with CREATEDB and nothing else
 * @param password its password
 * @param databases how many rehearsals may run side by side
 */
public record ScratchSettings(String url, String username, String password, int databases) {

  /** Reads {@code SCRATCH_URL}, {@code SCRATCH_USERNAME}, {@code SCRATCH_PASSWORD}. */
  public static ScratchSettings from(Settings settings, int databases) {
    String url = settings.text("SCRATCH_URL");
    if (!url.isEmpty() && !url.startsWith("jdbc:postgresql://")) {
      settings.problem("SCRATCH_URL", "is no address of the form jdbc:postgresql://host:port/name");
    }
    return new ScratchSettings(
        url, settings.text("SCRATCH_USERNAME"), settings.text("SCRATCH_PASSWORD"), databases);
  }

  /** A connection to the database that {@code url} names. */
  Connection connect() throws SQLException {
    return connect(url);
  }

  /** A connection to another database of the same server. */
  Connection connectTo(String database) throws SQLException {
    int end = url.indexOf('?');
    String address = end < 0 ? url : url.substring(0, end);
    String parameters = end < 0 ? "" : url.substring(end);
    return connect(address.substring(0, address.lastIndexOf('/') + 1) + database + parameters);
  }

  private Connection connect(String address) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", username);
    properties.setProperty("password", password);
    properties.setProperty("ApplicationName", "schemawright-rehearsal");
    properties.setProperty("connectTimeout", "1");
    properties.setProperty("loginTimeout", "2");
    // The last resort where neither server nor watchdog answers.
    properties.setProperty("socketTimeout", "5");
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
