package io.schemawright.benchmarks.measurement;

import com.google.auto.service.AutoService;
import io.schemawright.benchmarks.Measurement;
import io.schemawright.benchmarks.Scale;
import io.schemawright.benchmarks.Workbench;
import io.schemawright.benchmarks.load.Application;
import io.schemawright.benchmarks.load.LongReader;
import io.schemawright.benchmarks.load.TableChanges;
import io.schemawright.benchmarks.load.TableChanges.Manner;
import io.schemawright.benchmarks.load.TableChanges.TableChange;
import io.schemawright.benchmarks.result.Figures;
import io.schemawright.benchmarks.result.Goal;
import io.schemawright.benchmarks.result.Samples;
import io.schemawright.embedded.PostgresServer.Database;
import io.schemawright.policy.plan.DraftStep;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The longest that an application's query takes while its tables are changed, for every kind of
 * change: connections read and write the tables, and a transaction that has read them is open when
 * the change begins, and stays open for a while after it has kept the change waiting.
 */
@AutoService(Measurement.class)
public final class Stall implements Measurement {
  /** For one try at the lock, and for what is done under it, the query and the machine. */
  private static final Goal LIMIT = Goal.atMost(DraftStep.LOCK_TIMEOUT_MILLIS + 500);

  private static final int CONNECTIONS = 4;

  @Override
  public String name() {
    return "stall";
  }

  @Override
  public int turn() {
    return STACK_RUNS + 35;
  }

  @Override
  public boolean everyRound() {
    return false;
  }

  @Override
  public boolean inShortMode() {
    return false;
  }

  @Override
  public Duration expected(Scale scale) {
    return Scale.seconds(
        scale.stallRows() / 10_000.0
            + TableChanges.all().size() * (3 + scale.readerMillis() / 1_000.0));
  }

  @Override
  public void measure(Workbench workbench, Figures figures) throws Exception {
    String target = workbench.openTargets().get(1);
    Database database = workbench.stack().database(target);
    ReviewedRequests requests = new ReviewedRequests(workbench, target);
    requests.complete(TableChanges.CREATION);
    fill(database, workbench.scale().stallRows());
    requests.complete(TableChanges.NEWS_OF_ROWS);
    List<Map<String, Object>> rows = new ArrayList<>();
    try (Application application =
        new Application(database, workbench.scale().stallRows(), CONNECTIONS)) {
      long begun = System.nanoTime();
      TimeUnit.MILLISECONDS.sleep(workbench.scale().readerMillis());
      figures.add("longest, no change", "ms", application.millisSince(begun).high());
      for (TableChange change : TableChanges.all()) {
        rows.add(measure(change, application, requests, workbench, database, figures));
      }
    } finally {
      figures.series("by change", rows);
    }
  }

  private static Map<String, Object> measure(
      TableChange change,
      Application application,
      ReviewedRequests requests,
      Workbench workbench,
      Database database,
      Figures figures)
      throws Exception {
    long begun = System.nanoTime();
    LongReader reader = new LongReader(database, workbench.scale().readerMillis());
    try (reader) {
      requests.complete(change.changes());
    }
    double seconds = Floor.seconds(begun);
    Samples millis = application.millisSince(begun);
    if (change.manner() != Manner.BESIDE_READERS && reader.keptWaiting() == 0) {
      throw new IllegalStateException(
          "The reader was in nobody's way during %s: the figure would say nothing"
              .formatted(change.name()));
    }
    Goal limit = change.manner() == Manner.KEEPS_OTHERS_OUT ? null : LIMIT;
    figures.add("longest, " + change.name(), "ms", millis.high(), limit);
    figures.add("  statements kept waiting, " + change.name(), "", reader.keptWaiting());
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("change", change.name());
    row.put("longestMillis", millis.high());
    row.put("p99Millis", millis.percentile(99));
    row.put("medianMillis", millis.median());
    row.put("queries", millis.count());
    row.put("statementsKeptWaiting", reader.keptWaiting());
    row.put("seconds", seconds);
    return row;
  }

  private static void fill(Database database, long items) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      for (String sql : TableChanges.ROWS) {
        statement.execute(sql.formatted(items));
      }
    }
  }
}
