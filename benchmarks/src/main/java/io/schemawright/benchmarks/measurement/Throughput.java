package io.schemawright.benchmarks.measurement;

import com.google.auto.service.AutoService;
import io.schemawright.benchmarks.Measurement;
import io.schemawright.benchmarks.Scale;
import io.schemawright.benchmarks.Workbench;
import io.schemawright.benchmarks.load.ChangeRequests;
import io.schemawright.benchmarks.load.Settled;
import io.schemawright.benchmarks.load.StackUsage;
import io.schemawright.benchmarks.result.Figures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Applied changes a second while there is always one more waiting, and what each of them costs:
 * from the first publish to the last notification.
 */
@AutoService(Measurement.class)
public final class Throughput implements Measurement {
  /** The figure that is compared with floor and peers. */
  public static final String ONE_TARGET = "applied, 1 target";

  @Override
  public String name() {
    return "throughput";
  }

  @Override
  public int turn() {
    return STACK_RUNS + 10;
  }

  @Override
  public Duration expected(Scale scale) {
    return Scale.seconds(2 * scale.changes() / Scale.CHANGES_A_SECOND);
  }

  @Override
  public void measure(Workbench workbench, Figures figures) throws Exception {
    int changes = workbench.scale().changes();
    workbench.traffic();
    StackUsage before = StackUsage.of(workbench.stack());
    figures.add(ONE_TARGET, "changes/s", perSecond(workbench, List.of("sandbox"), changes));
    StackUsage after = StackUsage.of(workbench.stack());
    List<String> all = workbench.openTargets();
    figures.add(
        "applied, %d targets".formatted(all.size()),
        "changes/s",
        perSecond(workbench, all, changes));
    after
        .cpuMillisSince(before)
        .forEach(
            (part, millis) ->
                figures.add("processor time a request, " + part, "ms", millis / changes));
    after
        .bytesSince(before)
        .forEach(
            (part, bytes) ->
                figures.add("written a request, " + part, "KiB", bytes / 1024 / changes));
  }

  private static double perSecond(Workbench workbench, List<String> targets, int changes)
      throws Exception {
    List<CompletableFuture<Settled>> sent = new ArrayList<>();
    long begin = System.nanoTime();
    for (int i = 0; i < changes; i++) {
      String table = "quick_items_" + workbench.nextNumber();
      sent.add(
          workbench
              .traffic()
              .publish(table, ChangeRequests.createTable(targets.get(i % targets.size()), table)));
    }
    long end = begin;
    for (Settled settled : Settled.await(sent)) {
      end = Math.max(end, settled.requireCompleted().settledNanos());
    }
    return changes / ((end - begin) / 1e9);
  }
}
