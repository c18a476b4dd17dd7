package io.schemawright.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.schemawright.benchmarks.result.Figures;
import io.schemawright.benchmarks.result.Goal;
import io.schemawright.benchmarks.result.ResultFile;
import io.schemawright.benchmarks.result.ResultTable;
import io.schemawright.benchmarks.result.Results;
import io.schemawright.benchmarks.result.Samples;
import io.schemawright.event.Json;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Numbers on their way from a measurement to table and file. */
final class ResultsTest {
  @Test
  void table_isAligned_andSaysWhichGoalsAreReached() {
    assertThat(ResultTable.lines(someRounds().summaries()))
        .containsExactly(
            "                     median        range  rounds  unit       goal",
            "",
            "latency  p50           12.3  11.0 – 13.5       2  ms         ≤ 20  reached",
            "",
            "others   throughput      75                    1  changes/s  ≥ 80  MISSED",
            "         plain         1234                    1  records");
  }

  @Test
  void summary_holdsMedianRangeAndEveryRound() {
    Results.Summary summary = someRounds().summaries().get(0);

    assertThat(summary.low()).isEqualTo(11.04);
    assertThat(summary.high()).isEqualTo(13.5);
    assertThat(summary.values()).containsExactly(13.5, 11.04);
  }

  @Test
  void file_namesMachineFiguresAndSeries(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("new").resolve("run.json");
    Results results = someRounds();

    new ResultFile(
            Instant.parse("2026-11-21T05:00:00Z"),
            "short",
            Map.of("cores", "2"),
            results.summaries(),
            results.series())
        .write(file);

    JsonNode json = Json.mapper().readTree(file.toFile());
    assertThat(json.get("begun").asText()).isEqualTo("2026-11-21T05:00:00Z");
    assertThat(json.get("mode").asText()).isEqualTo("short");
    assertThat(json.get("machine").get("cores").asText()).isEqualTo("2");
    JsonNode figure = json.get("figures").get(0);
    assertThat(figure.get("measurement").asText()).isEqualTo("latency");
    assertThat(figure.get("name").asText()).isEqualTo("p50");
    assertThat(figure.get("goal").get("limit").asDouble()).isEqualTo(20);
    assertThat(figure.get("values")).hasSize(2);
    assertThat(json.get("figures").get(2).has("goal")).isFalse();
    assertThat(json.get("series").get("others: heap").get(0).get("second").asInt()).isEqualTo(1);
  }

  @Test
  void percentile_isTheSmallestThatSoManyDoNotExceed() {
    Samples samples = Samples.of(List.of(4.0, 1.0, 3.0, 2.0));

    assertThat(samples.percentile(50)).isEqualTo(2);
    assertThat(samples.percentile(75)).isEqualTo(3);
    assertThat(samples.percentile(99)).isEqualTo(4);
    assertThat(samples.median()).isEqualTo(2.5);
  }

  @Test
  void nonsense_isNoFigure() {
    Figures figures = new Figures("latency");
    figures.add("p50", "ms", 1);

    assertThatThrownBy(() -> figures.add("p50", "ms", 2)).hasMessageContaining("two figures");
    assertThatThrownBy(() -> figures.add("p95", "ms", Double.NaN)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> Samples.of(List.of())).hasMessageContaining("nothing");
  }

  private static Results someRounds() {
    Results results = new Results();
    for (double value : new double[] {13.5, 11.04}) {
      Figures latency = new Figures("latency");
      latency.add("p50", "ms", value, Goal.atMost(20));
      results.add(latency);
    }
    Figures others = new Figures("others");
    others.add("throughput", "changes/s", 75, Goal.atLeast(80));
    others.add("plain", "records", 1234);
    others.series("heap", List.of(Map.of("second", 1)));
    results.add(others);
    return results;
  }
}
