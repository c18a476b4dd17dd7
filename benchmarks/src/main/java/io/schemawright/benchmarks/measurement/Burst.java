package io.schemawright.benchmarks.measurement;

import com.google.auto.service.AutoService;
import io.schemawright.benchmarks.Measurement;
import io.schemawright.benchmarks.Scale;
import io.schemawright.benchmarks.Workbench;
import io.schemawright.benchmarks.load.ChangeRequests;
import io.schemawright.benchmarks.load.Settled;
import io.schemawright.benchmarks.load.StackWatch;
import io.schemawright.benchmarks.load.Traffic;
import io.schemawright.benchmarks.result.Figures;
import io.schemawright.benchmarks.result.Goal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

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
    List<CompletableFuture<Settled>> sent = new ArrayList<>();
    long end;
    long begin;
    try (StackWatch watch = new StackWatch(workbench.stack(), traffic)) {
      begin = System.nanoTime();
      for (int i = 0; i < requests; i++) {
        String table = "burst_items_" + workbench.nextNumber();
        String target = targets.get(i / 10 % targets.size());
        sent.add(
            traffic.publish(
                table, ChangeRequests.mixed(i, target, table, workbench.standingTables())));
      }
      end = begin;
      List<Settled> settled = Settled.await(sent);
      for (int i = 0; i < requests; i++) {
        Settled one = settled.get(i).require(ChangeRequests.mixedOutcome(i));
        end = Math.max(end, one.settledNanos());
      }
      watch.lookOnce();
      String of = requests + " requests, ";
      figures.add(of + "until the last has its word", "s", (end - begin) / 1e9);
      figures.add(of + "a second", "requests/s", requests / ((end - begin) / 1e9));
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
      figures.series("over time", watch.rows());
    }
  }
}
