package io.schemawright.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.utils.AppInfoParser;
import org.flywaydb.core.internal.license.VersionPrinter;

/** On what a run took place: figures of another machine are other figures. */
final class Machine {
  private static final List<String> DURABLE =
      List.of("fsync", "synchronous_commit", "full_page_writes");

  private Machine() {}

  /** By name; the durability is what the server says of itself. */
  static Map<String, String> describe(Workbench workbench, String commit)
      throws IOException, SQLException {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("commit", commit);
    facts.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
    facts.put("memory", memory());
    facts.put(
        "load at start",
        String.format(
            Locale.ROOT,
            "%.2f",
            ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()));
    facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    facts.put("JDK", System.getProperty("java.vm.name") + " " + Runtime.version());
    facts.put("Kafka", AppInfoParser.getVersion());
    facts.put("Flyway", VersionPrinter.getVersion());
    facts.put("Liquibase", liquibase.util.LiquibaseUtil.getBuildVersion());
    facts.put("file system", Files.getFileStore(workbench.freshDirectory()).type());
    try (Connection connection = workbench.postgres().server().connect("postgres");
        Statement statement = connection.createStatement()) {
      facts.put("PostgreSQL", setting(statement, "server_version"));
      for (String name : DURABLE) {
        facts.put(name, setting(statement, name));
      }
    }
    return facts;
  }

  private static String setting(Statement statement, String name) throws SQLException {
    try (ResultSet row = statement.executeQuery("SHOW " + name)) {
      row.next();
      return row.getString(1);
    }
  }

  private static String memory() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? String.format(
            Locale.ROOT, "%.1f GiB", system.getTotalMemorySize() / (1024.0 * 1024 * 1024))
        : "unknown";
  }
}
