package io.schemawright.benchmarks;

import io.schemawright.benchmarks.load.Backlog;
import io.schemawright.benchmarks.load.ChangeRequests;
import io.schemawright.benchmarks.load.Settled.How;
import io.schemawright.benchmarks.load.StandingTables;
import io.schemawright.benchmarks.load.Traffic;
import io.schemawright.embedded.PostgresCluster;
import io.schemawright.embedded.PostgresServer.Database;
import io.schemawright.embedded.PostgresSettings;
import io.schemawright.local.Ports;
import io.schemawright.local.ServiceName;
import io.schemawright.local.ServicePrograms;
import io.schemawright.local.Stack;
import io.schemawright.local.StackSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The real parts that are measured, each started when a measurement first asks for it: a durable
 * PostgreSQL of their own for floor and peers, and the whole stack for us. For one thread; only
 * closing may be asked for by another.
 */
public final class Workbench implements AutoCloseable {
  private final Scale scale;
  private final Path directory;
  private final ServicePrograms programs;
  private final @Nullable Path kept;
  private final AtomicInteger number = new AtomicInteger();

  private @Nullable PostgresCluster postgres;
  private @Nullable Stack stack;
  private @Nullable Traffic traffic;
  private StandingTables standing = new StandingTables();

  /**
   * Starts nothing yet.
   *
   * @param directory where everything is kept; deleted on closing
   * @param programs the services
   * @param kept the home of the running stack, which stays; null where each is to be new
   */
  public Workbench(Scale scale, Path directory, ServicePrograms programs, @Nullable Path kept) {
    this.scale = scale;
    this.directory = directory;
    this.programs = programs;
    this.kept = kept;
  }

  /** How much is to be measured. */
  public Scale scale() {
    return scale;
  }

  /**
   * A number that no other call gets, once the stack runs also none of an earlier run on its home:
   * for names of tables, requests and databases.
   */
  public int nextNumber() {
    return number.incrementAndGet();
  }

  /** A directory of the caller's own, which is there. */
  public Path freshDirectory() {
    try {
      return Files.createDirectories(directory.resolve("part-" + nextNumber()));
    } catch (IOException e) {
      throw new UncheckedIOException("Could not make a directory in " + directory, e);
    }
  }

  /** The durable PostgreSQL that is not the stack's. */
  public synchronized PostgresCluster postgres() {
    PostgresCluster running = postgres;
    if (running == null) {
      running = PostgresCluster.start(PostgresSettings.durable(directory.resolve("postgres")));
      postgres = running;
    }
    return running;
  }

  /** A new, empty database on it. */
  public Database freshDatabase() {
    return postgres().server().freshDatabase("bench");
  }

  /** Settings of a new stack that does not run yet. */
  public StackSettings stackSettings() {
    return stackSettings(freshDirectory().resolve("home"));
  }

  /**
   * A rehearsal may take as long as policy allows: where the machine stands still for seconds, its
   * changes would be put to review.
   */
  private StackSettings stackSettings(Path home) {
    return StackSettings.of(home, Ports.free(), programs)
        .withEnvironment(ServiceName.POLICY, "SCRATCH_BUDGET", "PT7S")
        .withMoreTargets(
            IntStream.range(1, scale.targets()).mapToObj(target -> "bench" + target).toList());
  }

  /** The running stack, warmed up; the first call of a round starts it, on the kept home if any. */
  public Stack stack() throws Exception {
    Stack running = stack;
    if (running == null) {
      running = new Stack(kept == null ? stackSettings() : stackSettings(kept));
      stack = running; // Before it runs: whoever closes us meanwhile must find it.
      running.start();
      number.accumulateAndGet(highestNumber(running), Math::max);
      warmUp();
    }
    return running;
  }

  /** What goes into that stack and comes out of it. */
  public Traffic traffic() throws Exception {
    Traffic open = traffic;
    if (open == null) {
      open = new Traffic(stack());
      traffic = open;
    }
    return open;
  }

  /** The targets whose changes are approved automatically; there are two at least. */
  public List<String> openTargets() throws Exception {
    return stack().targets().stream().filter(target -> !target.equals("orders")).toList();
  }

  /** The tables that the warm-up made on the running stack. */
  public StandingTables standingTables() throws Exception {
    stack();
    return standing;
  }

  /** Of what was ever requested of it. */
  private static int highestNumber(Stack stack) throws SQLException {
    try (Connection connection = stack.database("intake").connect();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select coalesce(max(substring(request_id from '[0-9]+$')::int), 0) from requests")) {
      row.next();
      return row.getInt(1);
    }
  }

  private void warmUp() throws Exception {
    standing = new StandingTables();
    Traffic open = traffic();
    List<String> targets = openTargets();
    Backlog.of(
            scale.warmUp(),
            i -> {
              String table = "warm_items_" + nextNumber();
              String target = targets.get(i % targets.size());
              standing.add(target, table);
              return open.publish(table, ChangeRequests.createTable(target, table));
            })
        .require(How.COMPLETED);
  }

  /** What is measured next gets a new stack; but for a kept home, which is to be gone on with. */
  public void forgetStack() {
    if (kept == null) {
      stopStack();
    }
  }

  /** Ends a round: what the next one starts is new. */
  public synchronized void stopStack() {
    if (traffic != null) {
      traffic.close();
      traffic = null;
    }
    if (stack != null) {
      stack.close();
      stack = null;
    }
  }

  /** Stops everything that runs and deletes what it wrote, but a kept home. */
  @Override
  public synchronized void close() {
    stopStack();
    if (postgres != null) {
      postgres.close();
      postgres = null;
    }
    if (Files.exists(directory)) {
      delete(directory);
    }
  }

  private static void delete(Path tree) {
    try {
      Files.walkFileTree(
          tree,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.deleteIfExists(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
                throws IOException {
              Files.deleteIfExists(visited);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException("Could not delete " + tree, e);
    }
  }
}
