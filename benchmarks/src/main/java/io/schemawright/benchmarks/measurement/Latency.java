package io.schemawright.benchmarks.measurement;

import com.google.auto.service.AutoService;
import io.schemawright.benchmarks.Measurement;
import io.schemawright.benchmarks.Scale;
import io.schemawright.benchmarks.Workbench;
import io.schemawright.benchmarks.load.ChangeRequests;
import io.schemawright.benchmarks.load.Settled;
import io.schemawright.benchmarks.load.Settled.How;
import io.schemawright.benchmarks.load.Traffic;
import io.schemawright.benchmarks.result.Figures;
import io.schemawright.benchmarks.result.Goal;
import io.schemawright.benchmarks.result.Samples;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * From publish to the completion notification in a consumer's hands, at a steady rate.
 *
 * <p>Requests are sent when they are due, whether the ones before are done or not, and time counts
 * from when they were due. Of ten requests eight are valid, one is refused, one waits for a review.
 */
@AutoService(Measurement.class)
public final class Latency implements Measurement {
  private static final List<Integer> RATES = List.of(10, 50);
  private static final List<String> STAGES = List.of("intake", "policy", "queue", "execution");

  @Override
  public String name() {
    return "latency";
  }

  @Override
  public int turn() {
    return STACK_RUNS;
  }

  @Override
  public Duration expected(Scale scale) {
    return Scale.seconds(scale.latencySeconds() * (1 + 50 / Scale.CHANGES_A_SECOND));
  }

  @Override
  public void measure(Workbench workbench, Figures figures) throws Exception {
    for (int rate : RATES) {
      String at = " at " + rate + "/s";
      List<Settled> all = run(workbench, rate);
      List<Settled> completed = withOutcome(all, How.COMPLETED);
      Samples total = Samples.of(completed.stream().map(Settled::millis).toList());
      figures.add("applied, p50" + at, "ms", total.percentile(50), Goal.atMost(20));
      figures.add("applied, p95" + at, "ms", total.percentile(95));
      figures.add("applied, p99" + at, "ms", total.percentile(99), Goal.atMost(100));
      for (String stage : STAGES) {
        figures.add("  of it " + stage + ", p50" + at, "ms", stage(completed, stage));
      }
      figures.add("  of it the rest, p50" + at, "ms", rest(completed));
      figures.add("refused, p50" + at, "ms", median(withOutcome(all, How.REFUSED)));
      figures.add("put to review, p50" + at, "ms", median(withOutcome(all, How.WAITING)));
    }
  }

  private static List<Settled> run(Workbench workbench, int rate) throws Exception {
    Traffic traffic = workbench.traffic();
    int requests = Math.max(10, rate * workbench.scale().latencySeconds());
    long interval = TimeUnit.SECONDS.toNanos(1) / rate;
    List<CompletableFuture<Settled>> sent = new ArrayList<>();
    long begin = System.nanoTime();
    for (int i = 0; i < requests; i++) {
      long due = begin + i * interval;
      for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
        LockSupport.parkNanos(wait);
      }
      String table = "late_items_" + workbench.nextNumber();
      sent.add(
          traffic.publish(
              table, ChangeRequests.mixed(i, "sandbox", table, workbench.standingTables()), due));
    }
    List<Settled> settled = Settled.await(sent);
    for (int i = 0; i < requests; i++) {
      settled.get(i).require(ChangeRequests.mixedOutcome(i));
    }
    return settled;
  }

  private static List<Settled> withOutcome(List<Settled> all, How how) {
    return all.stream().filter(settled -> settled.how() == how).toList();
  }

  private static double median(List<Settled> settled) {
    return Samples.of(settled.stream().map(Settled::millis).toList()).median();
  }

  private static double stage(List<Settled> completed, String stage) {
    return Samples.of(
            completed.stream()
                .map(settled -> settled.stageMillis().getOrDefault(stage, 0L).doubleValue())
                .toList())
        .median();
  }

  /** The way to intake and from the executor's word to the notification in a consumer's hands. */
  private static double rest(List<Settled> completed) {
    return Samples.of(
            completed.stream()
                .map(
                    settled ->
                        Math.max(
                            0,
                            settled.millis()
                                - STAGES.stream()
                                    .mapToLong(
                                        stage -> settled.stageMillis().getOrDefault(stage, 0L))
                                    .sum()))
                .toList())
        .median();
  }
}
