package io.schemawright.benchmarks.micro;

import io.schemawright.embedded.PostgresCluster;
import io.schemawright.embedded.PostgresSettings;
import io.schemawright.plan.Rehearsal;
import io.schemawright.policy.plan.CompletedPlans;
import io.schemawright.policy.plan.Draft;
import io.schemawright.policy.plan.Planner;
import io.schemawright.policy.plan.Printing;
import io.schemawright.policy.rehearsal.Rehearsed;
import io.schemawright.policy.rehearsal.ScratchServers;
import io.schemawright.policy.rehearsal.ScratchSettings;
import io.schemawright.policy.rule.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The plan of a simple create runs up and down on a scratch PostgreSQL, as before each decision.
 */
@State(Scope.Benchmark)
public class Rehearsing {
  private static final String ROLE = "scratch";
  private static final String WORD = "bench-word";

  private @Nullable Path directory;
  private @Nullable PostgresCluster postgres;
  private @Nullable ScratchServers server;
  private @Nullable Draft draft;

  /** Starts the scratch PostgreSQL. */
  @Setup
  public void start() throws IOException {
    directory = Files.createTempDirectory("schemawright-bench-scratch");
    PostgresCluster started =
        PostgresCluster.start(PostgresSettings.scratch(directory.resolve("postgres")));
    postgres = started;
    started.server().createRole(ROLE, WORD, "CREATEDB", "CREATEROLE");
    started.execute("GRANT CONNECT ON DATABASE postgres TO " + ROLE);
    server = ScratchServers.open(new ScratchSettings(started.jdbcUrl("postgres"), ROLE, WORD, 1));
    draft =
        new Planner(CompletedPlans.none(), Printing.asSpelled())
            .plan(Requests.createTable("carts"), 18, Surroundings.empty())
            .draft();
  }

  /** Ends it. */
  @TearDown
  public void stop() throws IOException {
    if (server != null) {
      server.close();
    }
    if (postgres != null) {
      postgres.close();
    }
    if (directory != null) {
      List<Path> paths;
      try (Stream<Path> tree = Files.walk(directory)) {
        paths = tree.sorted(Comparator.reverseOrder()).toList();
      }
      for (Path path : paths) {
        Files.delete(path);
      }
    }
  }

  /** One rehearsal. */
  @Benchmark
  public Rehearsed createTable() {
    if (server == null || draft == null) {
      throw new IllegalStateException("not started");
    }
    Rehearsed rehearsed = server.rehearse(draft);
    if (rehearsed.rehearsal().outcome() != Rehearsal.Outcome.PASSED) {
      throw new IllegalStateException("The rehearsal: " + rehearsed.rehearsal().detail());
    }
    return rehearsed;
  }
}
