package io.schemawright.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SettingsTest {

  @Test
  void complete_severalProblems_numbersThemAll() {
    Settings settings =
        Settings.from(Map.of("SCHEMAWRIGHT_HTTP_PORT", "http", "SCHEMAWRIGHT_LOUD", "yes"));
    settings.text("DATABASE_URL");
    settings.port("HTTP_PORT", 8080);
    settings.flag("LOUD", false);

    assertThatThrownBy(settings::complete)
        .isInstanceOf(InvalidSettings.class)
        .hasMessage(
            """
            The settings have 3 problem(s):
              1. SCHEMAWRIGHT_DATABASE_URL is missing
              2. SCHEMAWRIGHT_HTTP_PORT is "http", expected a whole number from 0 to 65535
              3. SCHEMAWRIGHT_LOUD is "yes", expected true or false""");
  }

  @Test
  void complete_nothingWrong_isSilent() {
    Settings settings =
        Settings.from(
            Map.of("SCHEMAWRIGHT_WAIT", "PT2S", "SCHEMAWRIGHT_TARGETS", "sandbox, orders,"));

    assertThat(settings.duration("WAIT", Duration.ZERO)).isEqualTo(Duration.ofSeconds(2));
    assertThat(settings.list("TARGETS")).containsExactly("sandbox", "orders");
    assertThat(settings.number("WORKERS", 4, 1, 64)).isEqualTo(4);
    settings.complete();
  }

  @Test
  void text_fromAFile_isItsContentWithoutTheLineEnd(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("password"), "s3cret\n");

    Settings settings = Settings.from(Map.of("SCHEMAWRIGHT_PASSWORD_FILE", file.toString()));

    assertThat(settings.text("PASSWORD")).isEqualTo("s3cret");
  }

  @Test
  void complete_valueAndFile_isAProblem() {
    Settings settings =
        Settings.from(Map.of("SCHEMAWRIGHT_PASSWORD", "a", "SCHEMAWRIGHT_PASSWORD_FILE", "/b"));
    settings.text("PASSWORD");

    assertThatThrownBy(settings::complete).hasMessageContaining("both set");
  }
}
