package io.schemawright.benchmarks.measurement;

import com.google.auto.service.AutoService;
import io.schemawright.benchmarks.Measurement;
import io.schemawright.benchmarks.Scale;
import io.schemawright.benchmarks.Workbench;
import io.schemawright.benchmarks.load.ChangeRequests;
import io.schemawright.benchmarks.load.Settled;
import io.schemawright.benchmarks.load.Traffic;
import io.schemawright.benchmarks.result.Figures;
import io.schemawright.benchmarks.result.Goal;
import io.schemawright.local.Stack;
import io.schemawright.local.StackSettings;
import java.time.Duration;
import java.util.List;

/**
 * From nothing to the first completed request: what {@code bin/up} does, in an empty home and again
 * in the one that this leaves. Without the start of the JVM that holds the broker.
 */
@AutoService(Measurement.class)
public final class Start implements Measurement {
  @Override
  public String name() {
    return "start";
  }

  @Override
  public int turn() {
    return 50;
  }

  @Override
  public Duration expected(Scale scale) {
    return Scale.seconds(30);
  }

  @Override
  public void measure(Workbench workbench, Figures figures) throws Exception {
    StackSettings settings = workbench.stackSettings().withMoreTargets(List.of());
    measure(settings, "in an empty home", figures);
    measure(settings, "in a kept home", figures);
  }

  private static void measure(StackSettings settings, String where, Figures figures)
      throws Exception {
    long begin = System.nanoTime();
    try (Stack stack = new Stack(settings)) {
      stack.start();
      figures.add("ready, " + where, "s", Floor.seconds(begin));
      try (Traffic traffic = new Traffic(stack)) {
        String table = "first_" + where.replace(' ', '_') + "_items";
        Settled.await(List.of(traffic.publish(table, ChangeRequests.createTable("sandbox", table))))
            .forEach(Settled::requireCompleted);
        figures.add(
            "first completed request, " + where, "s", Floor.seconds(begin), Goal.atMost(15));
      }
    }
  }
}
