package io.schemawright.local;

import io.schemawright.embedded.PostgresCluster;
import io.schemawright.embedded.PostgresServer.Database;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The databases of an installation: one for each service, the targets, and the way into scratch.
 *
 * @param byName the services' and the targets'
 * @param scratch where policy makes its scratch databases
 * @param targets the names of the targets, the default one first
 * @param ledgerKeys what each target's ledger is guarded with
 */
record Databases(
    Map<String, Database> byName,
    Database scratch,
    List<String> targets,
    Map<String, String> ledgerKeys) {
  /** The default target, opted in to automatic approval, and one where each change needs review. */
  static final List<String> TARGETS = List.of("sandbox", "orders");

  private static final String REVIEWED = "orders";

  private static final String EXECUTOR_ON_TARGETS = "schemawright_executor";
  private static final String SCRATCH_ROLE = "schemawright_scratch";

  /** Makes sure of those on the durable cluster. */
  static Map<String, Database> onDurable(
      PostgresCluster cluster, Secrets secrets, List<String> targets) {
    Map<String, Database> databases = new LinkedHashMap<>();
    for (ServiceName service : ServiceName.values()) {
      String name = service.id();
      databases.put(
          name, cluster.createDatabaseWithRole(name, name, secrets.password("postgres." + name)));
    }
    String password = secrets.password("postgres." + EXECUTOR_ON_TARGETS);
    for (String target : targets) {
      databases.put(target, cluster.createDatabaseWithRole(target, EXECUTOR_ON_TARGETS, password));
      guardLedger(cluster, target, ledgerKey(secrets, target));
    }
    return databases;
  }

  /** What the entries for a target's ledger are sealed with. */
  static String ledgerKey(Secrets secrets, String target) {
    return secrets.password("ledger." + target);
  }

  /** As executor's README has it for an operator; its scripts come with our build. */
  private static void guardLedger(PostgresCluster cluster, String target, String key) {
    cluster
        .server()
        .executeIn(
            target,
            script("tables.sql"),
            "set schemawright.executor = '%s'".formatted(EXECUTOR_ON_TARGETS),
            "set schemawright.key = '%s'".formatted(key),
            script("guard.sql"),
            script("event-trigger.sql"));
  }

  private static String script(String name) {
    try (InputStream script = Databases.class.getResourceAsStream("/ledger/" + name)) {
      return new String(
          Objects.requireNonNull(script, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes sure of the role that makes databases and their roles on the scratch cluster. */
  static Database onScratch(PostgresCluster cluster, Secrets secrets) {
    String password = secrets.password("postgres." + SCRATCH_ROLE);
    cluster.server().createRole(SCRATCH_ROLE, password, "CREATEDB", "CREATEROLE");
    cluster.execute("GRANT CONNECT ON DATABASE postgres TO " + SCRATCH_ROLE);
    return new Database("postgres", cluster.jdbcUrl("postgres"), SCRATCH_ROLE, password);
  }

  /** Whether each change to a target needs a review. */
  static boolean isReviewed(String target) {
    return target.equals(REVIEWED);
  }

  Database named(String name) {
    Database database = byName.get(name);
    if (database == null) {
      throw new IllegalArgumentException("No database '" + name + "' among " + byName.keySet());
    }
    return database;
  }
}
