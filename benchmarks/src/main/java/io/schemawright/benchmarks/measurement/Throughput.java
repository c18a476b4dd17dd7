package io.schemawright.benchmarks.measurement;

import com.google.auto.service.AutoService;
import io.schemawright.benchmarks.Measurement;
import io.schemawright.benchmarks.Scale;
import io.schemawright.benchmarks.Workbench;
import io.schemawright.benchmarks.load.Backlog;
import io.schemawright.benchmarks.load.ChangeRequests;
import io.schemawright.benchmarks.load.Settled.How;
import io.schemawright.benchmarks.load.StackUsage;
import io.schemawright.benchmarks.load.Traffic;
import io.schemawright.benchmarks.result.Figures;
import java.time.Duration;
import java.util.List;

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
    Traffic traffic = workbench.traffic();
    return Backlog.of(
            changes,
            i -> {
              String table = "quick_items_" + workbench.nextNumber();
              String target = targets.get(i % targets.size());
              return traffic.publish(table, ChangeRequests.createTable(target, table));
            })
        .require(How.COMPLETED)
        .perSecond();
  }
}
