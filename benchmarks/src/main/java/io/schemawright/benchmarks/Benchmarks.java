package io.schemawright.benchmarks;

import io.schemawright.embedded.PostgresCluster;
import io.schemawright.embedded.PostgresSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;

/**
 * Runs every benchmark on an embedded PostgreSQL with durable settings, prints one table and writes
 * what JMH measured as JSON.
 */
public final class Benchmarks {
  private static final List<Integer> SIZES = List.of(1_000, 10_000);

  private Benchmarks() {}

  /**
   * Runs.
   *
   * @param args the file for the JSON, then {@code --short} for a minute's worth
   */
  public static void main(String[] args) throws IOException, SQLException, RunnerException {
    Path json = Path.of(args[0]).toAbsolutePath();
    boolean brief = List.of(args).contains("--short");
    Path data = Files.createTempDirectory("schemawright-bench");
    try (PostgresCluster cluster = PostgresCluster.start(PostgresSettings.durable(data))) {
      for (int size : SIZES) {
        Databases.create(cluster.server(), size);
      }
      Options options =
          new OptionsBuilder()
              .include("\\." + IntrospectionBenchmark.class.getSimpleName() + "\\.")
              .jvmArgsAppend(
                  "-D%s=%s"
                      .formatted(IntrospectionBenchmark.URL_PROPERTY, cluster.server().jdbcUrl("")))
              .forks(1)
              .warmupIterations(brief ? 5 : 20)
              .measurementIterations(brief ? 5 : 30)
              .resultFormat(ResultFormatType.JSON)
              .result(json.toString())
              .verbosity(VerboseMode.SILENT)
              .shouldFailOnError(true)
              .build();
      System.out.print(table(new Runner(options).run()));
      System.out.println("written to " + json);
    }
  }

  private static String table(Collection<RunResult> results) {
    return results.stream()
        .map(Benchmarks::line)
        .collect(
            Collectors.joining(
                "",
                "%-36s %12s %12s %12s%n".formatted("", "median ms", "least ms", "most ms"),
                ""));
  }

  private static String line(RunResult run) {
    Result<?> result = run.getPrimaryResult();
    Statistics times = result.getStatistics();
    String name =
        "%s, %s tables"
            .formatted(
                run.getParams().getBenchmark().replaceAll(".*\\.(\\w+)Benchmark\\.", "$1 "),
                run.getParams().getParam("tables"));
    return String.format(
        Locale.ROOT,
        "%-36s %12.1f %12.1f %12.1f%n",
        name,
        times.getPercentile(50),
        times.getMin(),
        times.getMax());
  }
}
