package io.schemawright.database;

import io.schemawright.service.Settings;

/**
 * Where a service's own database is.
 *
 * @param url JDBC address, without credentials
 * @param username the service's role, which can connect to this database only
 * @param password its password
 * @param poolSize the most connections the service opens
 */
public record DatabaseSettings(String url, String username, String password, int poolSize) {

  /**
   * Reads {@code DATABASE_URL}, {@code DATABASE_USERNAME}, {@code DATABASE_PASSWORD}, {@code
   * DATABASE_POOL_SIZE}.
   */
  public static DatabaseSettings from(Settings settings) {
    return new DatabaseSettings(
        settings.text("DATABASE_URL"),
        settings.text("DATABASE_USERNAME"),
        settings.text("DATABASE_PASSWORD"),
        settings.number("DATABASE_POOL_SIZE", 8, 2, 100));
  }

  @Override
  public String toString() {
    return "DatabaseSettings[url=" + url + ", username=" + username + "]";
  }
}
