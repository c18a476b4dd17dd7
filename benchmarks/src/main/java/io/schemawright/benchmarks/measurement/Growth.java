package io.schemawright.benchmarks.measurement;

import com.google.auto.service.AutoService;
import io.schemawright.benchmarks.Measurement;
import io.schemawright.benchmarks.Scale;
import io.schemawright.benchmarks.Workbench;
import io.schemawright.benchmarks.load.Backlog;
import io.schemawright.benchmarks.load.ChangeRequests;
import io.schemawright.benchmarks.load.Settled.How;
import io.schemawright.benchmarks.load.StackUsage;
import io.schemawright.benchmarks.load.StolenTime;
import io.schemawright.benchmarks.load.Traffic;
import io.schemawright.benchmarks.load.Yardstick;
import io.schemawright.benchmarks.result.Figures;
import io.schemawright.benchmarks.result.Goal;
import io.schemawright.benchmarks.result.Samples;
import io.schemawright.local.Stack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What one request costs after few and after many: it must not grow. Each figure is the median of
 * the last waves before that number, all on one target. The JSON holds what all on the way there
 * cost, by part, and beside it how fast the machine was. On a kept home it goes on with the next
 * wave.
 */
@AutoService(Measurement.class)
public final class Growth implements Measurement {
  private static final int WAVES_TO_FIRST = 5;
  private static final int WAVES = 3;

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

  @Override
  public boolean inShortMode() {
    return false;
  }

  @Override
  public boolean goesOn() {
    return true;
  }

  @Override
  public Duration expected(Scale scale) {
    return Scale.seconds(scale.growth().get(scale.growth().size() - 1) / Scale.CHANGES_A_SECOND);
  }

  @Override
  public void measure(Workbench workbench, Figures figures) throws Exception {
    List<Integer> numbers = workbench.scale().growth();
    int size = Math.max(1, numbers.get(0) / WAVES_TO_FIRST);
    workbench.forgetStack(); // What others did with it would count as growth.
    Waves waves = Waves.of(workbench.stack().home());
    figures.series("on the way", waves.rows());
    List<List<Wave>> lasts = new ArrayList<>();
    for (int number : numbers) {
      while (waves.done() < number) {
        int before = number - WAVES * size - waves.done();
        int requests =
            before > 0 ? Math.min(BACKLOG, before) : Math.min(size, number - waves.done());
        waves.add(apply(workbench, waves.done(), requests));
        figures.series("on the way", waves.rows());
      }
      List<Wave> last = waves.last(WAVES, number);
      lasts.add(last);
      String after = "after " + number;
      figures.add("processor time a request, " + after, "ms", median(last, Wave::allCpuMillis));
      figures.add("clock time by requests, " + after, "ms", median(last, Wave::millis));
      figures.add("the machine's yardstick, " + after, "ms", median(last, Wave::yardstickMillis));
    }
    String name =
        "after %d, of after %d".formatted(numbers.get(numbers.size() - 1), numbers.get(0));
    figures.add(
        "processor time " + name, "%", percent(lasts, Wave::allCpuMillis), Goal.atMost(115));
    figures.add("time " + name, "%", percent(lasts, Wave::millis), Goal.atMost(115));
    figures.add("the machine's yardstick " + name, "%", percent(lasts, Wave::yardstickMillis));
  }

  private static double median(List<Wave> waves, Function<Wave, Double> what) {
    return Samples.of(waves.stream().map(what).toList()).median();
  }

  /** What the last is of the first. */
  private static double percent(List<List<Wave>> lasts, Function<Wave, Double> what) {
    return 100
        * median(lasts.get(lasts.size() - 1), what)
        / Math.max(1e-6, median(lasts.get(0), what));
  }

  private static Wave apply(Workbench workbench, int done, int requests) throws Exception {
    Stack stack = workbench.stack();
    Traffic traffic = workbench.traffic();
    StackUsage before = StackUsage.of(stack);
    StolenTime stolenBefore = StolenTime.now();
    Yardstick.During<Backlog> backlog =
        Yardstick.during(
            () ->
                Backlog.of(
                    requests,
                    i -> {
                      String table = "grown_items_" + workbench.nextNumber();
                      return traffic.publish(table, ChangeRequests.createTable("sandbox", table));
                    }));
    double stolen = StolenTime.now().percentSince(stolenBefore);
    Map<String, Double> cpu = new LinkedHashMap<>(StackUsage.of(stack).cpuMillisSince(before));
    cpu.replaceAll((part, used) -> used / requests);
    double millis = 1_000 / backlog.result().require(How.COMPLETED).perSecond();
    return new Wave(done + requests, cpu, millis, backlog.millis(), stolen);
  }
}
