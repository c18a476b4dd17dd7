package io.schemawright.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.schemawright.plan.Severity;
import io.schemawright.service.Settings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Settings of policy; {@link #settings} serves other tests. */
public final class PolicySettingsTest {

  /** Settings with what must be there, and {@code more}. */
  public static PolicySettings settings(Map<String, String> more) {
    return PolicySettings.from(Settings.from(environment(more)), null);
  }

  private static Map<String, String> environment(Map<String, String> more) {
    Map<String, String> environment = new HashMap<>();
    for (String name :
        List.of(
            "KAFKA_BOOTSTRAP_SERVERS",
            "DATABASE_URL",
            "DATABASE_USERNAME",
            "DATABASE_PASSWORD",
            "SCRATCH_USERNAME",
            "SCRATCH_PASSWORD",
            "STATE_DIRECTORY")) {
      environment.put("SCHEMAWRIGHT_" + name, "x");
    }
    environment.put("SCHEMAWRIGHT_SCRATCH_URL", "jdbc:postgresql://localhost/postgres");
    more.forEach((name, value) -> environment.put("SCHEMAWRIGHT_" + name, value));
    return environment;
  }

  @Test
  void nothingIsApprovedAutomatically_unlessATargetOptedIn() {
    assertThat(settings(Map.of()).policySet().autoApproveTargets()).isEmpty();
    assertThat(
            settings(Map.of("AUTO_APPROVE_TARGETS", "sandbox, play"))
                .policySet()
                .autoApproveTargets())
        .containsExactly("play", "sandbox");
  }

  @Test
  void enableSchemaAutoCreate_optsTheDefaultTargetIn() {
    PolicySettings read =
        PolicySettings.from(Settings.from(environment(Map.of("DEFAULT_TARGET", "play"))), "true");

    assertThat(read.policySet().autoApproveTargets()).containsExactly("play");
  }

  @Test
  void severities_ofRules() {
    assertThat(settings(Map.of("SEVERITIES", "text-over-varchar=advice")).policySet().severities())
        .containsEntry("text-over-varchar", Severity.ADVICE);
    assertThatThrownBy(
            () -> settings(Map.of("SEVERITIES", "text-over-varchar=fatal", "HTTP_PORT", "x")))
        .hasMessageContaining("SEVERITIES")
        .hasMessageContaining("HTTP_PORT");
  }

  @Test
  void aRehearsal_hasTwoSeconds_unlessTheSettingSaysOtherwise() {
    assertThat(settings(Map.of()).scratch().budget()).isEqualTo(Duration.ofSeconds(2));
    assertThat(settings(Map.of("SCRATCH_BUDGET", "PT5S")).scratch().budget())
        .isEqualTo(Duration.ofSeconds(5));
    for (String wrong : List.of("PT0S", "PT9S", "five")) {
      assertThatThrownBy(() -> settings(Map.of("SCRATCH_BUDGET", wrong)))
          .hasMessageContaining("SCRATCH_BUDGET");
    }
  }

  @Test
  void allMissing_isReportedAtOnce() {
    assertThatThrownBy(() -> PolicySettings.from(Settings.from(Map.of()), null))
        .hasMessageContaining("SCRATCH_URL")
        .hasMessageContaining("STATE_DIRECTORY")
        .hasMessageContaining("KAFKA_BOOTSTRAP_SERVERS");
  }
}
