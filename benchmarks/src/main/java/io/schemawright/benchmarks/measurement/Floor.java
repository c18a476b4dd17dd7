package io.schemawright.benchmarks.measurement;

import com.google.auto.service.AutoService;
import io.schemawright.benchmarks.Measurement;
import io.schemawright.benchmarks.Scale;
import io.schemawright.benchmarks.Workbench;
import io.schemawright.benchmarks.load.ChangeRequests;
import io.schemawright.benchmarks.load.Yardstick;
import io.schemawright.benchmarks.result.Figures;
import io.schemawright.benchmarks.result.Samples;
import io.schemawright.embedded.PostgresServer.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What nobody can be faster than here: the same DDL and one row of history for each change, by JDBC
 * and nothing else, each change its own durable transaction.
 */
@AutoService(Measurement.class)
public final class Floor implements Measurement {
  /** The figure that others are compared with. */
  public static final String ONE_CONNECTION = "raw JDBC, 1 connection";

  private static final int WARM_UP = 30;

  @Override
  public String name() {
    return "floor";
  }

  @Override
  public int turn() {
    return 10;
  }

  @Override
  public Duration expected(Scale scale) {
    return Scale.seconds(scale.changes() / 100.0 + scale.hops() / 100.0);
  }

  @Override
  public void measure(Workbench workbench, Figures figures) throws Exception {
    int changes = workbench.scale().changes();
    figures.add("the machine's yardstick", "ms", Yardstick.millis());
    figures.add(ONE_CONNECTION, "changes/s", changesPerSecond(workbench, 1, changes));
    figures.add("raw JDBC, 4 connections", "changes/s", changesPerSecond(workbench, 4, changes));
    Samples commits = commitMillis(workbench.freshDatabase(), workbench.scale().hops());
    figures.add("one durable commit, p50", "ms", commits.median());
    figures.add("one durable commit, p95", "ms", commits.percentile(95));
    Samples hops = KafkaHop.millis(workbench.freshDirectory(), workbench.scale().hops());
    figures.add("one Kafka hop, p50", "ms", hops.median());
    figures.add("one Kafka hop, p95", "ms", hops.percentile(95));
  }

  private static double changesPerSecond(Workbench workbench, int connections, int changes)
      throws Exception {
    Database database = workbench.freshDatabase();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE history (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
              + " name text NOT NULL, script text NOT NULL, at timestamptz NOT NULL DEFAULT now())");
      apply(connection, "warm", WARM_UP);
    }
    int each = Math.max(1, changes / connections);
    ExecutorService threads = Executors.newFixedThreadPool(connections);
    List<Connection> open = new ArrayList<>();
    try {
      for (int i = 0; i < connections; i++) {
        open.add(database.connect());
      }
      long begin = System.nanoTime();
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        Connection connection = open.get(i);
        String prefix = "items_" + i;
        running.add(
            threads.submit(
                () -> {
                  apply(connection, prefix, each);
                  return null;
                }));
      }
      for (Future<?> worker : running) {
        worker.get();
      }
      return each * connections / seconds(begin);
    } finally {
      threads.shutdown();
      for (Connection connection : open) {
        connection.close();
      }
    }
  }

  private static void apply(Connection connection, String prefix, int changes) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement ddl = connection.createStatement();
        PreparedStatement history =
            connection.prepareStatement("INSERT INTO history (name, script) VALUES (?, ?)")) {
      for (int i = 0; i < changes; i++) {
        String table = prefix + "_" + i;
        String script = ChangeRequests.createTableSql(table);
        ddl.execute(script);
        history.setString(1, table);
        history.setString(2, script);
        history.executeUpdate();
        connection.commit();
      }
    }
    connection.setAutoCommit(true);
  }

  private static Samples commitMillis(Database database, int commits) throws SQLException {
    List<Double> millis = new ArrayList<>();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE notes (id bigint PRIMARY KEY, text text NOT NULL)");
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO notes (id, text) VALUES (?, 'a note')")) {
        for (int i = 0; i < commits + WARM_UP; i++) {
          insert.setLong(1, i);
          long begin = System.nanoTime();
          insert.executeUpdate();
          if (i >= WARM_UP) {
            millis.add((System.nanoTime() - begin) / 1e6);
          }
        }
      }
    }
    return Samples.of(millis);
  }

  static double seconds(long beginNanos) {
    return (System.nanoTime() - beginNanos) / 1e9;
  }
}
