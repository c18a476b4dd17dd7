package io.schemawright.benchmarks.measurement;

import com.google.auto.service.AutoService;
import io.schemawright.benchmarks.Measurement;
import io.schemawright.benchmarks.Scale;
import io.schemawright.benchmarks.Workbench;
import io.schemawright.benchmarks.result.Figures;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Single parts by themselves, under JMH, in this JVM. */
@AutoService(Measurement.class)
public final class MicroBenchmarks implements Measurement {
  private static final int ITERATIONS = 3;

  @Override
  public String name() {
    return "micro";
  }

  @Override
  public int turn() {
    return 40;
  }

  @Override
  public Duration expected(Scale scale) {
    return Scale.seconds(10 + scale.microMillis() / 1_000.0 * 2 * ITERATIONS * 5);
  }

  @Override
  public void measure(Workbench workbench, Figures figures) throws Exception {
    TimeValue iteration = TimeValue.milliseconds(workbench.scale().microMillis());
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include("io\\.schemawright\\.benchmarks\\.micro\\.")
                    .mode(Mode.AverageTime)
                    .timeUnit(TimeUnit.MICROSECONDS)
                    .forks(0)
                    .warmupIterations(ITERATIONS)
                    .warmupTime(iteration)
                    .measurementIterations(ITERATIONS)
                    .measurementTime(iteration)
                    .shouldFailOnError(true)
                    .verbosity(VerboseMode.SILENT)
                    .build())
            .run();
    if (results.isEmpty()) {
      throw new IllegalStateException("JMH found nothing to run");
    }
    results.stream()
        .sorted(Comparator.comparing(MicroBenchmarks::name))
        .forEach(result -> figures.add(name(result), "µs", result.getPrimaryResult().getScore()));
  }

  /** The class and the method, without the package. */
  private static String name(RunResult result) {
    String[] parts = result.getParams().getBenchmark().split("\\.", -1);
    return parts[parts.length - 2] + "." + parts[parts.length - 1];
  }
}
