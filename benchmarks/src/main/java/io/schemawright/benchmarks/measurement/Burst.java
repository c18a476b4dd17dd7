package io.schemawright.benchmarks.measurement;

import com.google.auto.service.AutoService;
import io.schemawright.benchmarks.Measurement;
import io.schemawright.benchmarks.Scale;
import io.schemawright.benchmarks.Workbench;
import io.schemawright.benchmarks.load.Backlog;
import io.schemawright.benchmarks.load.ChangeRequests;
import io.schemawright.benchmarks.load.StackWatch;
import io.schemawright.benchmarks.load.StandingTables;
import io.schemawright.benchmarks.load.Traffic;
import io.schemawright.benchmarks.result.Figures;
import io.schemawright.benchmarks.result.Goal;
import java.time.Duration;
import java.util.List;

/**
 * Very many mixed requests at once: how long until each has its word, and what the services need
 * meanwhile. The JSON holds all of it over time.
 */
@AutoService(Measurement.class)
public final class Burst implements Measurement {
  private static final double MEBIBYTE = 1024.0 * 1024;

  @Override
  public String name() {
    return "burst";
  }

  @Override
  public int turn() {
    return STACK_RUNS + 30;
  }

  @Override
  public boolean everyRound() {
    return false;
  }

  @Override
  public Duration expected(Scale scale) {
    return Scale.seconds(scale.burst() / Scale.CHANGES_A_SECOND);
  }

  @Override
  public void measure(Workbench workbench, Figures figures) throws Exception {
    Traffic traffic = workbench.traffic();
    int requests = workbench.scale().burst();
    List<String> targets = workbench.openTargets();
    StandingTables standing = workbench.standingTables();
    try (StackWatch watch = new StackWatch(workbench.stack(), traffic)) {
      Backlog backlog;
      try {
        backlog =
            Backlog.of(
                requests,
                i -> {
                  String table = "burst_items_" + workbench.nextNumber();
                  String target = targets.get(i / 10 % targets.size());
                  return traffic.publish(table, ChangeRequests.mixed(i, target, table, standing));
                });
        watch.lookOnce();
      } finally {
        figures.series("over time", watch.rows());
      }
      backlog.require(ChangeRequests::mixedOutcome);
      figures.add("looks that failed", "", watch.failed());
      String of = requests + " requests, ";
      figures.add(of + "until the last has its word", "s", backlog.seconds());
      figures.add(of + "a second", "requests/s", backlog.perSecond());
      watch
          .highestHeap()
          .forEach(
              (service, bytes) ->
                  figures.add("heap, " + service, "MiB", bytes / MEBIBYTE, Goal.atMost(256)));
      watch
          .highestResident()
          .forEach(
              (service, bytes) -> figures.add("resident, " + service, "MiB", bytes / MEBIBYTE));
      watch
          .highestLag()
          .forEach((group, records) -> figures.add("lag at most, " + group, "records", records));
    }
  }
}
