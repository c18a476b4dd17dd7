package io.schemawright.benchmarks.measurement;

import com.google.auto.service.AutoService;
import io.schemawright.benchmarks.Measurement;
import io.schemawright.benchmarks.Scale;
import io.schemawright.benchmarks.Workbench;
import io.schemawright.benchmarks.result.Figures;
import io.schemawright.benchmarks.result.Goal;
import io.schemawright.benchmarks.result.Samples;
import io.schemawright.catalog.Introspection;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.embedded.PostgresServer.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reading many tables of eight columns and two indexes each, and one of them alone. */
@AutoService(Measurement.class)
public final class IntrospectionReading implements Measurement {
  private static final int TABLES_PER_TRANSACTION = 250;
  private static final int GOAL_SIZE = 10_000;
  private static final int REPEAT = 3;
  private static final int REPEAT_ONE = 50;

  private final Map<Integer, Database> databases = new HashMap<>();

  @Override
  public String name() {
    return "introspection";
  }

  @Override
  public int turn() {
    return 30;
  }

  @Override
  public Duration expected(Scale scale) {
    return Scale.seconds(scale.tables().stream().mapToInt(tables -> tables).sum() / 200.0);
  }

  @Override
  public void measure(Workbench workbench, Figures figures) throws Exception {
    for (int tables : workbench.scale().tables()) {
      Database database = databases.get(tables);
      if (database == null) {
        database = withTables(workbench, tables);
        databases.put(tables, database);
      }
      try (Connection connection = database.connect()) {
        double millis = readAll(connection, tables);
        Goal goal = tables == GOAL_SIZE ? Goal.atMost(3_000) : null;
        figures.add("all of " + tables + " tables", "ms", millis, goal);
        figures.add("one of " + tables + " tables", "ms", readOne(connection));
      }
    }
  }

  private static double readAll(Connection connection, int tables) throws SQLException {
    List<Double> millis = new ArrayList<>();
    for (int i = 0; i < REPEAT; i++) {
      long begin = System.nanoTime();
      int found = Introspection.readSchemas(connection, List.of("public")).size();
      millis.add((System.nanoTime() - begin) / 1e6);
      if (found != tables) {
        throw new IllegalStateException("Read %d of %d tables".formatted(found, tables));
      }
    }
    return Samples.of(millis).median();
  }

  private static double readOne(Connection connection) throws SQLException {
    List<Double> millis = new ArrayList<>();
    List<ObjectRef> table = List.of(ObjectRef.table("public", "items_1"));
    for (int i = 0; i < REPEAT_ONE; i++) {
      long begin = System.nanoTime();
      int found = Introspection.read(connection, table).size();
      millis.add((System.nanoTime() - begin) / 1e6);
      if (found != 1) {
        throw new IllegalStateException("The table is not there");
      }
    }
    return Samples.of(millis).median();
  }

  /** In transactions of few tables: each holds a lock on everything that it creates. */
  private static Database withTables(Workbench workbench, int tables) throws SQLException {
    Database database = workbench.freshDatabase();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      for (int first = 1; first <= tables; first += TABLES_PER_TRANSACTION) {
        int last = Math.min(tables, first + TABLES_PER_TRANSACTION - 1);
        statement.execute(
            """
            DO $$ BEGIN FOR i IN %d..%d LOOP
              EXECUTE format('CREATE TABLE items_%%s (
                id bigint GENERATED ALWAYS AS IDENTITY, name text NOT NULL,
                price numeric(12,2) NOT NULL DEFAULT 0, amount integer, attributes jsonb,
                active boolean NOT NULL DEFAULT true, created_at timestamptz NOT NULL DEFAULT now(),
                updated_at timestamptz)', i);
              EXECUTE format('CREATE UNIQUE INDEX ON items_%%s (id)', i);
              EXECUTE format('CREATE INDEX ON items_%%s (name, created_at DESC)', i);
            END LOOP; END $$
            """
                .formatted(first, last));
      }
      statement.execute("VACUUM ANALYZE"); // As autovacuum does within a minute.
    } catch (SQLException e) {
      throw new SQLException("Could not make " + tables + " tables", e);
    }
    workbench.postgres().execute("CHECKPOINT"); // Or it comes while something else is measured.
    return database;
  }
}
