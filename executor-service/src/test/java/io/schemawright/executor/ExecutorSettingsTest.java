package io.schemawright.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.schemawright.executor.target.TargetSettings;
import io.schemawright.service.InvalidSettings;
import io.schemawright.service.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExecutorSettingsTest {

  @Test
  void targets_areReadByTheirNamesInCapitals() {
    Settings settings =
        Settings.from(
            Map.of(
                "SCHEMAWRIGHT_TARGETS", "line-items",
                "SCHEMAWRIGHT_TARGET_LINE_ITEMS_URL", "jdbc:postgresql://db/line_items",
                "SCHEMAWRIGHT_TARGET_LINE_ITEMS_USERNAME", "owner",
                "SCHEMAWRIGHT_TARGET_LINE_ITEMS_PASSWORD", "secret",
                "SCHEMAWRIGHT_TARGET_LINE_ITEMS_ENVIRONMENT", "production"));

    TargetSettings target = TargetSettings.from(settings).get(0);

    settings.complete();
    assertThat(target.name()).isEqualTo("line-items");
    assertThat(target.environment()).isEqualTo("production");
    assertThat(target.toString()).doesNotContain("secret").doesNotContain("jdbc:");
  }

  @Test
  void problems_areReportedTogether() {
    assertThatThrownBy(
            () ->
                ExecutorSettings.from(
                    Settings.from(
                        Map.of("SCHEMAWRIGHT_TARGETS", "orders", "SCHEMAWRIGHT_WORKERS", "none"))))
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining("SCHEMAWRIGHT_TARGET_ORDERS_URL is missing")
        .hasMessageContaining("SCHEMAWRIGHT_WORKERS is \"none\"")
        .hasMessageContaining("SCHEMAWRIGHT_KAFKA_BOOTSTRAP_SERVERS is missing");
  }
}
