package io.schemawright.benchmarks.measurement;

import com.google.auto.service.AutoService;
import io.schemawright.benchmarks.Measurement;
import io.schemawright.benchmarks.Scale;
import io.schemawright.benchmarks.Workbench;
import io.schemawright.benchmarks.load.ChangeRequests;
import io.schemawright.benchmarks.load.Settled;
import io.schemawright.benchmarks.load.StackUsage;
import io.schemawright.benchmarks.result.Figures;
import io.schemawright.benchmarks.result.Goal;
import io.schemawright.local.Stack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What one request costs after few and after many: it must not grow. Each figure is of the last
 * requests before that number, a fifth of the first number, all on one target.
 */
@AutoService(Measurement.class)
public final class Growth implements Measurement {
  private static final int WAVES_TO_FIRST = 5;

  /** How many wait at once on the way to the next number, at most. */
  private static final int BACKLOG = 2_000;

  @Override
  public String name() {
    return "growth";
  }

  @Override
  public int turn() {
    return STACK_RUNS + 40;
  }

  @Override
  public boolean everyRound() {
    return false;
  }

  private record Cost(double cpuMillis, double millis) {}

  @Override
  public Duration expected(Scale scale) {
    return Scale.seconds(scale.growth().get(scale.growth().size() - 1) / Scale.CHANGES_A_SECOND);
  }

  @Override
  public void measure(Workbench workbench, Figures figures) throws Exception {
    List<Integer> numbers = workbench.scale().growth();
    int wave = Math.max(1, numbers.get(0) / WAVES_TO_FIRST);
    List<Cost> costs = new ArrayList<>();
    int done = 0;
    for (int number : numbers) {
      while (done < number - wave) {
        int requests = Math.min(BACKLOG, number - wave - done);
        apply(workbench, requests);
        done += requests;
      }
      Cost last = apply(workbench, wave);
      done += wave;
      costs.add(last);
      figures.add("processor time a request, after " + number, "ms", last.cpuMillis());
      figures.add("time a request, after " + number, "ms", last.millis());
    }
    Cost first = costs.get(0);
    Cost last = costs.get(costs.size() - 1);
    String name =
        "after %d, of after %d".formatted(numbers.get(numbers.size() - 1), numbers.get(0));
    figures.add(
        "processor time " + name,
        "%",
        100 * last.cpuMillis() / Math.max(1e-6, first.cpuMillis()),
        Goal.atMost(115));
    figures.add("time " + name, "%", 100 * last.millis() / first.millis(), Goal.atMost(115));
  }

  private static Cost apply(Workbench workbench, int requests) throws Exception {
    Stack stack = workbench.stack();
    workbench.traffic();
    StackUsage before = StackUsage.of(stack);
    List<CompletableFuture<Settled>> sent = new ArrayList<>();
    long begin = System.nanoTime();
    for (int i = 0; i < requests; i++) {
      String table = "grown_items_" + workbench.nextNumber();
      sent.add(workbench.traffic().publish(table, ChangeRequests.createTable("sandbox", table)));
    }
    Settled.await(sent).forEach(Settled::requireCompleted);
    double millis = Floor.seconds(begin) * 1_000 / requests;
    double cpu =
        StackUsage.of(stack).cpuMillisSince(before).values().stream()
            .mapToDouble(Double::doubleValue)
            .sum();
    return new Cost(cpu / requests, millis);
  }
}
