package io.schemawright.benchmarks.measurement;

import com.google.auto.service.AutoService;
import io.schemawright.benchmarks.Measurement;
import io.schemawright.benchmarks.Scale;
import io.schemawright.benchmarks.Workbench;
import io.schemawright.benchmarks.load.Backlog;
import io.schemawright.benchmarks.load.ChangeRequests;
import io.schemawright.benchmarks.load.Settled.How;
import io.schemawright.benchmarks.load.Traffic;
import io.schemawright.benchmarks.result.Figures;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** How many bad requests a second are told why they are refused: a flood of them must not harm. */
@AutoService(Measurement.class)
public final class Refused implements Measurement {
  @Override
  public String name() {
    return "refused";
  }

  @Override
  public int turn() {
    return STACK_RUNS + 20;
  }

  @Override
  public Duration expected(Scale scale) {
    return Scale.seconds(scale.changes() / 100.0);
  }

  @Override
  public void measure(Workbench workbench, Figures figures) throws Exception {
    figures.add(
        "by intake: not a valid request",
        "requests/s",
        perSecond(workbench, table -> ChangeRequests.invalid("sandbox"), How.INVALID));
    figures.add(
        "by policy: breaks rules",
        "requests/s",
        perSecond(workbench, table -> ChangeRequests.refused("sandbox", table), How.REFUSED));
  }

  private static double perSecond(Workbench workbench, UnaryOperator<String> request, How how)
      throws Exception {
    Traffic traffic = workbench.traffic();
    return Backlog.of(
            workbench.scale().changes(),
            i -> {
              String name = "bad_items_" + workbench.nextNumber();
              return traffic.publish(name, request.apply(name));
            })
        .require(how)
        .perSecond();
  }
}
