package io.schemawright.benchmarks;

import io.schemawright.benchmarks.load.StolenTime;
import io.schemawright.benchmarks.result.Figure;
import io.schemawright.benchmarks.result.Figures;
import io.schemawright.benchmarks.result.ResultFile;
import io.schemawright.benchmarks.result.ResultTable;
import io.schemawright.benchmarks.result.Results;
import io.schemawright.local.ServicePrograms;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * {@code bin/bench}: runs the measurements in turn, round after round, and tells what they found.
 */
public final class Bench {
  private final List<Measurement> measurements;
  private final PrintStream out;
  private final PrintStream progress;

  /**
   * Measures nothing yet.
   *
   * @param out for the table
   * @param progress for a line about each step
   */
  Bench(List<Measurement> measurements, PrintStream out, PrintStream progress) {
    this.measurements = measurements;
    this.out = out;
    this.progress = progress;
  }

  /** See {@link BenchOptions#usage}. */
  public static void main(String[] arguments) throws Exception {
    Path repository = Path.of(System.getProperty("schemawright.repository", "."));
    List<Measurement> all = discover();
    BenchOptions options;
    try {
      options = BenchOptions.parse(List.of(arguments), all, repository);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
      return;
    }
    if (options.help()) {
      System.out.print(BenchOptions.usage(all));
      return;
    }
    // What peers and clients leave running must not keep us here.
    System.exit(run(options, ServicePrograms.built(repository)) ? 0 : 1);
  }

  /** Whether all of it was measured; else it has said why not. */
  private static boolean run(BenchOptions options, ServicePrograms programs) throws IOException {
    Thread main = Thread.currentThread();
    CountDownLatch ended = new CountDownLatch(1);
    Path directory = Files.createTempDirectory("schemawright-bench");
    try (Workbench workbench =
        new Workbench(options.scale(), directory, programs, options.home())) {
      Runtime.getRuntime()
          .addShutdownHook(new Thread(() -> breakOff(main, ended, workbench), "bench-stop"));
      new Bench(options.measurements(), System.out, System.err)
          .run(workbench, System.getProperty("schemawright.commit", "unknown"), options.out());
      return true;
    } catch (InterruptedException e) {
      System.err.println("broken off");
      return false;
    } catch (Exception e) {
      e.printStackTrace();
      return false;
    } finally {
      ended.countDown();
    }
  }

  /** Ctrl-C and SIGTERM must leave no PostgreSQL behind, and leave what was found. */
  private static void breakOff(Thread main, CountDownLatch ended, Workbench workbench) {
    main.interrupt();
    try {
      if (!ended.await(1, TimeUnit.MINUTES)) {
        workbench.close(); // It waits for something that nobody can interrupt.
      }
    } catch (InterruptedException e) {
      workbench.close();
    }
  }

  /** Every measurement on the class path, in the order of their turns. */
  static List<Measurement> discover() {
    return ServiceLoader.load(Measurement.class).stream()
        .map(ServiceLoader.Provider::get)
        .sorted(Comparator.comparingInt(Measurement::turn))
        .toList();
  }

  /** Runs all rounds, prints the table, and writes the file after each measurement. */
  Results run(Workbench workbench, String commit, Path file) throws Exception {
    Instant begun = Instant.now();
    Scale scale = workbench.scale();
    Schedule schedule = Schedule.of(scale, measurements);
    progress.printf("%s. What there is so far stands in %s%n", schedule.inWords(), file);
    Map<String, String> machine = Machine.describe(workbench, commit);
    Results results = new Results();
    int number = 0;
    try {
      for (List<Measurement> round : schedule.rounds()) {
        List<Figure> found = new ArrayList<>();
        for (Measurement measurement : round) {
          progress.printf(
              "after %s, %d of %d: %s, about %s…%n",
              Schedule.inWords(Duration.between(begun, Instant.now())),
              ++number,
              schedule.size(),
              measurement.name(),
              Schedule.inWords(measurement.expected(scale)));
          Figures figures = new Figures(measurement.name());
          StolenTime before = StolenTime.now();
          try {
            measurement.measure(workbench, figures);
          } finally { // What it saw before it failed is what tells why.
            double stolen = StolenTime.now().percentSince(before);
            figures.add("taken by the host's other guests", "% of cores", stolen);
            results.add(figures);
            write(begun, scale, machine, results, file);
          }
          found.addAll(figures.all());
        }
        results.add(Comparisons.of(found));
        workbench.stopStack();
      }
    } finally {
      write(begun, scale, machine, results, file);
      print(scale.name(), machine, results);
      out.println("\nwritten to " + file);
    }
    return results;
  }

  private static void write(
      Instant begun, Scale scale, Map<String, String> machine, Results results, Path file)
      throws IOException {
    new ResultFile(begun, scale.name(), machine, results.summaries(), results.series()).write(file);
  }

  private void print(String mode, Map<String, String> machine, Results results) {
    out.println("Schemawright's benchmark, " + mode + " mode");
    out.println(
        machine.entrySet().stream()
            .map(fact -> fact.getKey() + " " + fact.getValue())
            .collect(Collectors.joining(" · ")));
    out.println();
    ResultTable.lines(results.summaries()).forEach(out::println);
  }
}
