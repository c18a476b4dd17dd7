package io.schemawright.embedded;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a {@link PostgresCluster} is started with.
 *
 * @param dataDirectory where the cluster is or will be
 * @param port 0 chooses a free one
 * @param durable whether what is committed survives a power cut; without, all is faster
 * @param maxConnections how many sessions at once
 * @param overrides lines of postgresql.conf that replace or join the ones chosen here
 */
public record PostgresSettings(
    Path dataDirectory,
    int port,
    boolean durable,
    int maxConnections,
    Map<String, String> overrides) {
  private static final int MAX_CONNECTIONS = 200;

  /** Makes the directory absolute and keeps a copy of the overrides. */
  public PostgresSettings {
    dataDirectory = dataDirectory.toAbsolutePath().normalize();
    overrides = Map.copyOf(overrides);
  }

  /** One that keeps what it committed, on a free port. */
  public static PostgresSettings durable(Path dataDirectory) {
    return new PostgresSettings(dataDirectory, 0, true, MAX_CONNECTIONS, Map.of());
  }

  /** One whose data may be lost at a power cut, on a free port. */
  public static PostgresSettings scratch(Path dataDirectory) {
    return new PostgresSettings(dataDirectory, 0, false, MAX_CONNECTIONS, Map.of());
  }

  /** The same on this port. */
  public PostgresSettings withPort(int newPort) {
    return new PostgresSettings(dataDirectory, newPort, durable, maxConnections, overrides);
  }

  /** The same with room for so many sessions. */
  public PostgresSettings withMaxConnections(int sessions) {
    return new PostgresSettings(dataDirectory, port, durable, sessions, overrides);
  }

  /** The same with one more setting, its value without quotes. */
  public PostgresSettings withOverride(String name, String value) {
    Map<String, String> more = new TreeMap<>(overrides);
    more.put(name, value);
    return new PostgresSettings(dataDirectory, port, durable, maxConnections, more);
  }

  /** The whole postgresql.conf. */
  String configuration(int actualPort) {
    String commitSafely = durable ? "on" : "off";
    Map<String, String> lines = new TreeMap<>();
    lines.put("listen_addresses", "127.0.0.1");
    lines.put("port", Integer.toString(actualPort));
    // Their path would have to be shorter than 108 bytes, and whose directory is a matter of trust.
    lines.put("unix_socket_directories", "");
    lines.put("max_connections", Integer.toString(maxConnections));
    lines.put("fsync", commitSafely);
    lines.put("synchronous_commit", commitSafely);
    lines.put("full_page_writes", commitSafely);
    if (durable) {
      lines.put("shared_buffers", "512MB");
    } else {
      lines.put("wal_level", "minimal");
      lines.put("max_wal_senders", "0");
      lines.put("temp_file_limit", "256MB");
    }
    lines.put("password_encryption", "scram-sha-256");
    lines.put("timezone", "UTC");
    lines.put("log_timezone", "UTC");
    lines.put("log_line_prefix", "%m [%p] %d %u ");
    lines.putAll(overrides);
    StringBuilder text = new StringBuilder("# Written anew at each start.\n");
    lines.forEach(
        (name, value) ->
            text.append(name).append(" = '").append(value.replace("'", "''")).append("'\n"));
    return text.toString();
  }

  /** The whole pg_hba.conf: postgres from this machine without a password, others with theirs. */
  static String hostAccess() {
    return """
        # Written anew at each start.
        host all postgres 127.0.0.1/32 trust
        host all all      127.0.0.1/32 scram-sha-256
        """;
  }
}
