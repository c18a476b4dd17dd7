package io.schemawright.benchmarks.measurement;

import com.google.auto.service.AutoService;
import io.schemawright.benchmarks.Measurement;
import io.schemawright.benchmarks.Scale;
import io.schemawright.benchmarks.Workbench;
import io.schemawright.benchmarks.load.ChangeRequests;
import io.schemawright.benchmarks.load.ConsumerLag;
import io.schemawright.benchmarks.load.Settled;
import io.schemawright.benchmarks.load.Settled.How;
import io.schemawright.benchmarks.load.Traffic;
import io.schemawright.benchmarks.result.Figures;
import io.schemawright.benchmarks.result.Goal;
import io.schemawright.benchmarks.result.Samples;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * From publish to the completion notification in a consumer's hands, of requests that come alone
 * and at steady rates.
 *
 * <p>Begins when the services have read all that the load before has left, or after a minute.
 * Requests are sent when they are due, whether the ones before are done or not, and time counts
 * from when they were due. Of ten requests eight are valid, one is refused, one waits for a review.
 */
@AutoService(Measurement.class)
public final class Latency implements Measurement {
  private static final List<String> STAGES = List.of("intake", "policy", "queue", "execution");
  private static final List<Integer> PERCENTILES = List.of(50, 95, 99);
  private static final Duration LONGEST_CATCHING_UP = Duration.ofSeconds(60);
  private static final Map<Integer, Goal> GOALS = Map.of(50, Goal.atMost(20), 99, Goal.atMost(100));

  /** Alone means after a while of nothing, when readers wait for records that do not come. */
  private static final List<Rate> RATES =
      List.of(
          new Rate("alone", Duration.ofSeconds(2), 20, Map.of()),
          new Rate("at 10/s", Duration.ofMillis(100), Integer.MAX_VALUE, GOALS),
          new Rate("at 50/s", Duration.ofMillis(20), Integer.MAX_VALUE, GOALS));

  /**
   * How requests come.
   *
   * @param between from one to the next
   * @param most how many at most
   * @param goals by percentile
   */
  private record Rate(String name, Duration between, int most, Map<Integer, Goal> goals) {
    int requests(Scale scale) {
      return Math.min(most, scale.latencyRequests());
    }

    Duration expected(Scale scale) {
      double each = Math.max(between.toMillis() / 1e3, 1 / Scale.CHANGES_A_SECOND);
      return Scale.seconds(requests(scale) * each);
    }
  }

  @Override
  public String name() {
    return "latency";
  }

  @Override
  public int turn() {
    return STACK_RUNS + 15; // After throughput: what it measures is a service that has run a while.
  }

  @Override
  public Duration expected(Scale scale) {
    return RATES.stream().map(rate -> rate.expected(scale)).reduce(Duration.ZERO, Duration::plus);
  }

  @Override
  public void measure(Workbench workbench, Figures figures) throws Exception {
    for (Rate rate : RATES) {
      String at = " " + rate.name();
      figures.add("behind when the first is sent," + at, "records", catchUp(workbench));
      List<Settled> all = run(workbench, rate, figures);
      figures.series(
          "each" + at, IntStream.range(0, all.size()).mapToObj(i -> row(i, all)).toList());
      List<Settled> completed = withOutcome(all, How.COMPLETED);
      Samples total = samples(completed, Settled::millis);
      add("applied", at, total, rate.goals(), figures);
      for (String stage : STAGES) {
        Samples ofStage = Samples.of(Settled.millis(completed, stage));
        add("  of it " + stage, at, ofStage, Map.of(), figures);
      }
      add("  of it the rest", at, samples(completed, Latency::rest), Map.of(), figures);
      Samples refused = samples(withOutcome(all, How.REFUSED), Settled::millis);
      figures.add("refused, p50" + at, "ms", refused.median());
      Samples reviewed = samples(withOutcome(all, How.WAITING), Settled::millis);
      figures.add("put to review, p50" + at, "ms", reviewed.median());
    }
  }

  /** What the load before has left to be read is that load's, and waited for here. */
  private static double catchUp(Workbench workbench) throws Exception {
    try (ConsumerLag lag = new ConsumerLag(workbench.stack())) {
      return lag.awaitNone(LONGEST_CATCHING_UP);
    }
  }

  private static Map<String, Object> row(int number, List<Settled> all) {
    Settled settled = all.get(number);
    return Map.of(
        "number",
        number,
        "second",
        (settled.publishedNanos() - all.get(0).publishedNanos()) / 1e9,
        "how",
        settled.how().name(),
        "millis",
        settled.millis(),
        "stageMillis",
        settled.stageMillis());
  }

  private static void add(
      String name, String at, Samples samples, Map<Integer, Goal> goals, Figures figures) {
    for (int percentile : PERCENTILES) {
      String figure = name + ", p" + percentile + at;
      figures.add(figure, "ms", samples.percentile(percentile), goals.get(percentile));
    }
  }

  private static List<Settled> run(Workbench workbench, Rate rate, Figures figures)
      throws Exception {
    Traffic traffic = workbench.traffic();
    int requests = rate.requests(workbench.scale());
    long interval = rate.between().toNanos();
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
    // Where this grows with the time of sending, the latency is that time's and nothing else's.
    figures.add("on their way when the last is sent, " + rate.name(), "", traffic.inFlight());
    List<Settled> settled = Settled.await(sent);
    for (int i = 0; i < requests; i++) {
      settled.get(i).require(ChangeRequests.mixedOutcome(i));
    }
    return settled;
  }

  private static List<Settled> withOutcome(List<Settled> all, How how) {
    return all.stream().filter(settled -> settled.how() == how).toList();
  }

  private static Samples samples(List<Settled> settled, ToDoubleFunction<Settled> what) {
    return Samples.of(settled.stream().mapToDouble(what).boxed().toList());
  }

  /** The way to intake, and from the executor's word to the notification in a consumer's hands. */
  private static double rest(Settled settled) {
    Map<String, Long> stages = settled.stageMillis();
    long told = STAGES.stream().mapToLong(stage -> stages.getOrDefault(stage, 0L)).sum();
    return Math.max(0, settled.millis() - told);
  }
}
