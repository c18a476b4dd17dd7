package io.schemawright.local;

import io.schemawright.embedded.PostgresCluster;
import io.schemawright.embedded.PostgresServer.Database;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The databases of an installation: one for each service, the targets, and the way into scratch.
 *
 * @param byName the services' and the targets'
 * @param scratch where policy makes its scratch databases
 * @param targets the names of the targets, the default one first
 */
record Databases(Map<String, Database> byName, Database scratch, List<String> targets) {
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
    }
    return databases;
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
