package io.schemawright.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.schemawright.benchmarks.measurement.Growth;
import io.schemawright.benchmarks.result.Figures;
import io.schemawright.benchmarks.result.Results;
import io.schemawright.benchmarks.result.Results.Summary;
import io.schemawright.event.Json;
import io.schemawright.local.ServicePrograms;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every measurement once, on the real parts, with next to no load; the progress it prints tells
 * where the time goes. But for {@code start}: two whole stacks more, only to do what the others
 * begin with.
 */
final class TinyRunIT {
  private static final Scale TINY = tiny(5, 10);
  private static final Set<String> NEVER_ZERO = Set.of("changes/s", "requests/s", "s", "µs", "%");

  @Test
  void eachMeasurement_findsPlausibleFigures_whichStandInTableAndFile(@TempDir Path directory)
      throws Exception {
    List<Measurement> all =
        Bench.discover().stream().filter(each -> !each.name().equals("start")).toList();
    Path file = directory.resolve("out").resolve("tiny.json");
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    Results results;
    try (Workbench workbench = workbench(TINY, directory)) {
      results =
          new Bench(all, new PrintStream(printed, true, StandardCharsets.UTF_8), System.out)
              .run(workbench, "abc1234", file);
    }

    Map<String, List<Summary>> byMeasurement =
        results.summaries().stream().collect(Collectors.groupingBy(Summary::measurement));
    assertThat(byMeasurement.keySet())
        .containsAll(all.stream().map(Measurement::name).toList())
        .contains("comparison");
    assertThat(results.summaries())
        .allSatisfy(
            figure -> {
              assertThat(figure.values()).isNotEmpty();
              assertThat(figure.low()).isLessThanOrEqualTo(figure.median());
              assertThat(figure.median()).isLessThanOrEqualTo(figure.high());
              if (NEVER_ZERO.contains(figure.unit())) {
                assertThat(figure.low()).as(figure.name()).isPositive();
              }
            });
    assertThat(value(results, "latency", "applied, p50 at 10/s"))
        .isPositive()
        .isLessThanOrEqualTo(value(results, "latency", "applied, p95 at 10/s"));
    assertThat(value(results, "latency", "applied, p95 at 10/s"))
        .isLessThanOrEqualTo(value(results, "latency", "applied, p99 at 10/s"));
    assertThat(value(results, "burst", "heap, policy")).isBetween(1.0, 256.0);
    assertThat(value(results, "burst", "resident, policy")).isGreaterThan(20);

    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("fsync on", "synchronous_commit on", "commit abc1234", "raw JDBC, 1 connection");
    JsonNode json = Json.mapper().readTree(file.toFile());
    assertThat(json.get("machine").get("fsync").asText()).isEqualTo("on");
    assertThat(
            StreamSupport.stream(json.get("figures").spliterator(), false)
                .map(figure -> figure.get("name").asText()))
        .containsExactlyElementsOf(results.summaries().stream().map(Summary::name).toList());
    assertThat(json.get("series").get("burst: over time").get(0).has("heapBytes")).isTrue();
    assertThat(
            json.get("series").get("latency: each at 10/s").get(0).get("stageMillis").has("policy"))
        .isTrue();
    assertThat(
            StreamSupport.stream(json.get("series").get("growth: on the way").spliterator(), false)
                .map(row -> row.get("after").asInt()))
        .containsExactly(2, 3, 4, 5, 7, 8, 9, 10);
    assertThatGrowthGoesOn(directory);
  }

  /** On the home that the run before has left. */
  private static void assertThatGrowthGoesOn(Path directory) throws Exception {
    Path file = directory.resolve("out").resolve("more.json");
    try (Workbench workbench = workbench(tiny(5, 10, 12), directory)) {
      new Bench(List.of(new Growth()), System.out, System.out).run(workbench, "abc1234", file);
    }

    assertThat(
            StreamSupport.stream(
                    Json.mapper()
                        .readTree(file.toFile())
                        .get("series")
                        .get("growth: on the way")
                        .spliterator(),
                    false)
                .map(row -> row.get("after").asInt()))
        .containsExactly(2, 3, 4, 5, 7, 8, 9, 10, 11, 12);
  }

  private static Scale tiny(Integer... growth) {
    return new Scale("tiny", 1, 2, 8, 2, 20, 20, 16, 20, List.of(growth), List.of(20), 500, 50, 10);
  }

  private static Workbench workbench(Scale scale, Path directory) {
    return new Workbench(
        scale,
        directory.resolve("bench"),
        ServicePrograms.built(Path.of("..")),
        directory.resolve("home"));
  }

  @Test
  void measurementThatFails_leavesWhatItSaw(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("failed.json");
    try (Workbench workbench = workbench(TINY, directory)) {
      Bench bench = new Bench(List.of(new Failing()), System.out, System.out);

      assertThatThrownBy(() -> bench.run(workbench, "abc1234", file)).hasMessage("midway");
    }

    JsonNode json = Json.mapper().readTree(file.toFile());
    assertThat(json.get("series").get("failing: on the way").get(0).get("after").asInt())
        .isEqualTo(7);
  }

  private static final class Failing implements Measurement {
    @Override
    public String name() {
      return "failing";
    }

    @Override
    public int turn() {
      return 1;
    }

    @Override
    public Duration expected(Scale scale) {
      return Duration.ofSeconds(1);
    }

    @Override
    public void measure(Workbench workbench, Figures figures) {
      figures.series("on the way", List.of(Map.of("after", 7)));
      throw new IllegalStateException("midway");
    }
  }

  private static double value(Results results, String measurement, String name) {
    return results.summaries().stream()
        .filter(figure -> figure.measurement().equals(measurement) && figure.name().equals(name))
        .findFirst()
        .orElseThrow()
        .median();
  }
}
