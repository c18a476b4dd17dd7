package io.schemawright.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What is written about metrics and asked of them, against what four real services expose. */
final class MetricsIT {
  private static final Path ROOT = Path.of("..");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `(schemawright_\\w+)` \\| (\\w+)[^|]*\\| ([^|]*)\\|");

  /** What Prometheus itself adds. */
  private static final Set<String> METRICS_OF_PROMETHEUS = Set.of("up");

  private static final Set<String> LABELS_OF_PROMETHEUS = Set.of("job", "instance");

  private static Stack stack;

  /** A metric as the documentation or a service has it. */
  private record Metric(String type, Set<String> labels) {}

  @BeforeAll
  static void someRequestsOfEachFate(@TempDir Path directory) {
    stack = new Stack(TestStacks.settings(directory));
    stack.start();
    try (Pipeline pipeline = new Pipeline(stack)) {
      pipeline.publish("fine", Pipeline.createTable("sandbox", "fine"));
      pipeline.publish("not-fine", Pipeline.createTable("sandbox", "notFine"));
      pipeline.publish("no-request", "{}");
      pipeline.publish("reviewed", Pipeline.createTable("orders", "reviewed"));
      pipeline.awaitCompleted("fine");
      pipeline.awaitCompleted("not-fine");
      pipeline.awaitRejected("no-request");
      pipeline.awaitDecision("reviewed", 1);
    }
    // Some are counted after what was waited for.
    await()
        .atMost(Pipeline.PATIENCE)
        .untilAsserted(() -> assertThat(exposed()).containsOnlyKeys(documented().keySet()));
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  @Test
  void documentation_listsWhatIsExposed_andNothingElse() throws IOException {
    assertThat(exposed()).isEqualTo(documented());
  }

  private static Map<String, Metric> documented() throws IOException {
    Map<String, Metric> documented = new TreeMap<>();
    ROW.matcher(Files.readString(ROOT.resolve("docs/metrics.md")))
        .results()
        .forEach(
            row ->
                documented.put(
                    row.group(1),
                    new Metric(
                        row.group(2),
                        Pattern.compile("`(\\w+)`")
                            .matcher(row.group(3))
                            .results()
                            .map(label -> label.group(1))
                            .collect(Collectors.toCollection(TreeSet::new)))));
    return documented;
  }

  /** Ours, without what belongs to a histogram and the label that every metric has. */
  private static Map<String, Metric> exposed() throws IOException {
    Exposition exposition = scrape();
    Map<String, Metric> exposed = new TreeMap<>();
    exposition
        .types()
        .forEach(
            (name, type) -> {
              boolean partOfAnother =
                  name.endsWith("_max")
                      && exposition.types().containsKey(name.replaceFirst("_max$", ""));
              if (name.startsWith("schemawright_") && !partOfAnother) {
                Set<String> labels = exposition.labels(name);
                assertThat(labels).as(name).contains("service");
                labels.remove("service");
                exposed.put(name, new Metric(type, labels));
              }
            });
    return exposed;
  }

  @TestFactory
  Stream<DynamicTest> queries_ofDashboardsAndAlerts_askForWhatThereIs() throws IOException {
    Exposition exposition = scrape();
    return Stream.concat(Operations.dashboardQueries().stream(), Operations.alerts().stream())
        .map(
            query ->
                DynamicTest.dynamicTest(
                    query.name(), () -> assertAsksForWhatThereIs(exposition, query)));
  }

  private static void assertAsksForWhatThereIs(Exposition exposition, Operations.Query query) {
    List<PromQl.Selector> selectors = PromQl.selectors(query.expression());
    assertThat(selectors).as(query.expression()).isNotEmpty();
    Set<String> known = new TreeSet<>(LABELS_OF_PROMETHEUS);
    for (PromQl.Selector selector : selectors) {
      Set<String> labels = new TreeSet<>(LABELS_OF_PROMETHEUS);
      if (!METRICS_OF_PROMETHEUS.contains(selector.metric())) {
        assertThat(exposition.samples()).as(query.expression()).containsKey(selector.metric());
        labels.addAll(exposition.samples().getOrDefault(selector.metric(), Set.of()));
      }
      assertThat(labels).as(query.expression()).containsAll(selector.labels());
      known.addAll(labels);
    }
    assertThat(known).as(query.expression()).containsAll(PromQl.grouping(query.expression()));
  }

  /**
   * Beside the check above, which needs no Prometheus, its own word: parsed, evaluated, not empty.
   */
  @Test
  void queries_ofDashboards_haveAnAnswerOfARealPrometheus(@TempDir Path directory)
      throws Exception {
    Optional<Path> program = PrometheusProcess.program();
    assumeTrue(
        program.isPresent(),
        "prometheus is not installed (Debian: apt-get install prometheus): queries are not evaluated");
    List<String> instances =
        Arrays.stream(ServiceName.values())
            .map(service -> stack.http(service).getAuthority())
            .toList();
    try (PrometheusProcess prometheus =
        PrometheusProcess.start(program.orElseThrow(), directory.resolve("p"), instances)) {
      for (Operations.Query query : Operations.dashboardQueries()) {
        await()
            .atMost(Pipeline.PATIENCE)
            .ignoreExceptionsInstanceOf(IOException.class) // While it starts.
            .untilAsserted(
                () ->
                    assertThat(prometheus.query(query.expression()))
                        .as("%s: %s", query.name(), query.expression())
                        .isNotEmpty());
      }
      await()
          .atMost(Pipeline.PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(prometheus.rules())
                      .hasSameSizeAs(Operations.alerts())
                      .allSatisfy(
                          rule ->
                              assertThat(rule.path("health").asText())
                                  .as(rule.toString())
                                  .isEqualTo("ok")));
    }
  }

  @Test
  void everyService_saysForEachPartWhetherItIsReady() {
    for (ServiceName service : ServiceName.values()) {
      await()
          .atMost(Pipeline.PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(scrape(service))
                      .containsPattern(
                          "schemawright_part_ready\\{part=\"database\",service=\"%s\"} 1"
                              .formatted(service.id())));
    }
  }

  @Test
  void openRequests_areCountedByTheirStatus() {
    await()
        .atMost(Pipeline.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(scrape(ServiceName.INTAKE))
                    .contains(
                        "schemawright_requests_open{service=\"intake\",status=\"waiting-for-review\"} 1"));
  }

  @Test
  void targets_areReachable() {
    await()
        .atMost(Pipeline.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(scrape(ServiceName.EXECUTOR))
                    .contains(
                        "schemawright_target_reachable{service=\"executor\",target=\"sandbox\"} 1",
                        "schemawright_target_reachable{service=\"executor\",target=\"orders\"} 1"));
  }

  @Test
  void noMetric_namesARequestOrATable() throws IOException {
    for (ServiceName service : ServiceName.values()) {
      assertThat(scrape(service)).doesNotContain("\"fine\"", "\"reviewed-", "public.");
    }
  }

  private static Exposition scrape() throws IOException {
    List<String> scrapes = new ArrayList<>();
    for (ServiceName service : ServiceName.values()) {
      scrapes.add(scrape(service));
    }
    return Exposition.of(scrapes);
  }

  private static String scrape(ServiceName service) throws IOException {
    try (InputStream metrics = stack.http(service).resolve("/metrics").toURL().openStream()) {
      return new String(metrics.readAllBytes(), UTF_8);
    }
  }
}
