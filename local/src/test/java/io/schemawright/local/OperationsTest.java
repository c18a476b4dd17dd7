package io.schemawright.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Dashboards and alert rules, as far as no running service is needed to check them. */
class OperationsTest {
  @Test
  void alertRules_doWhatTheirTestsSay() throws Exception {
    assertThat(promtool("check", "config", "prometheus.yml")).contains("SUCCESS");
    assertThat(promtool("test", "rules", "alerts.test.yml")).contains("SUCCESS");
  }

  @Test
  void everyAlert_isTestedSilentAndFiring() throws IOException {
    String tests = Files.readString(Operations.PROMETHEUS.resolve("alerts.test.yml"));
    int written =
        Files.readString(Operations.PROMETHEUS.resolve("alerts.yml")).split("- alert:", -1).length;

    assertThat(Operations.alerts()).hasSize(written - 1);
    for (Operations.Query alert : Operations.alerts()) {
      assertThat(tests)
          .containsPattern("alertname: " + alert.name() + "\\s+exp_alerts: \\[]")
          .containsPattern("alertname: " + alert.name() + "\\s+exp_alerts:\\s+- exp_labels");
    }
  }

  @Test
  void everyAlert_hasAPlaceInTheOperatorsGuide() throws IOException {
    Set<String> anchors =
        Files.readAllLines(Path.of("../docs/operations.md")).stream()
            .filter(line -> line.startsWith("#"))
            .map(OperationsTest::anchor)
            .collect(Collectors.toSet());

    for (Operations.Query runbook : Operations.runbooks()) {
      assertThat(runbook.expression()).as(runbook.name()).startsWith("docs/operations.md#");
      assertThat(anchors)
          .as(runbook.name())
          .contains(runbook.expression().substring("docs/operations.md#".length()));
    }
  }

  /** As GitHub and others make it of a heading. */
  private static String anchor(String heading) {
    return heading
        .replaceFirst("^#+ ", "")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{Alnum} -]", "")
        .replace(' ', '-');
  }

  @Test
  void everyDashboard_canBeShown() throws IOException {
    Set<String> uids = new HashSet<>();
    for (Operations.Dashboard dashboard : Operations.dashboards()) {
      JsonNode content = dashboard.content();
      assertThat(uids.add(content.path("uid").asText())).as(dashboard.name()).isTrue();
      assertThat(content.path("title").asText()).startsWith("Schemawright: ");
      Set<Integer> ids = new HashSet<>();
      Set<String> taken = new HashSet<>();
      for (JsonNode panel : content.path("panels")) {
        String title = dashboard.name() + ": " + panel.path("title").asText();
        assertThat(ids.add(panel.path("id").asInt())).as(title).isTrue();
        JsonNode place = panel.path("gridPos");
        for (int x = 0; x < place.path("w").asInt(); x++) {
          for (int y = 0; y < place.path("h").asInt(); y++) {
            String cell = (place.path("x").asInt() + x) + "/" + (place.path("y").asInt() + y);
            assertThat(taken.add(cell)).as(title + " overlaps another at " + cell).isTrue();
          }
        }
        assertThat(place.path("x").asInt() + place.path("w").asInt()).isLessThanOrEqualTo(24);
        if (!panel.path("type").asText().equals("row")) {
          assertThat(panel.path("description").asText()).as(title).isNotBlank();
          assertThat(panel.path("datasource").path("uid").asText())
              .as(title)
              .isEqualTo("prometheus");
          assertThat(panel.path("targets")).as(title).isNotEmpty();
        }
      }
    }
    for (ServiceName service : ServiceName.values()) {
      assertThat(uids).contains("schemawright-" + service.id());
    }
  }

  @Test
  void dataSource_isTheOneThatDashboardsAsk() throws IOException {
    Path provisioned =
        Operations.DASHBOARDS.resolveSibling("provisioning/datasources/prometheus.yml");
    assertThat(Files.readString(provisioned))
        .containsPattern(Pattern.compile("(?m)^ +uid: prometheus$"));
  }

  private static String promtool(String... arguments) throws Exception {
    boolean found =
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, "promtool")));
    assumeTrue(found, "promtool is not installed (Debian: apt-get install prometheus)");
    List<String> command = new ArrayList<>(List.of("promtool"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .directory(Operations.PROMETHEUS.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
