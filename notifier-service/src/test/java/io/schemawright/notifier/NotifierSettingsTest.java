package io.schemawright.notifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.schemawright.notifier.channel.Channel;
import io.schemawright.service.InvalidSettings;
import io.schemawright.service.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NotifierSettingsTest {
  private static final Map<String, String> NEEDED =
      Map.of(
          "SCHEMAWRIGHT_KAFKA_BOOTSTRAP_SERVERS", "localhost:9092",
          "SCHEMAWRIGHT_DATABASE_URL", "jdbc:postgresql://localhost/notifier",
          "SCHEMAWRIGHT_DATABASE_USERNAME", "notifier",
          "SCHEMAWRIGHT_DATABASE_PASSWORD", "word");

  @Test
  void from_withWhatIsNeeded_hasTheLogChannelAndTheDefaultPort() {
    NotifierSettings settings = NotifierSettings.from(Settings.from(NEEDED));

    assertThat(settings.httpPort()).isEqualTo(8083);
    assertThat(settings.channels()).extracting(Channel::name).containsExactly("log");
  }

  @Test
  void from_reportsEveryProblemOfEveryChannelAtOnce() {
    Map<String, String> environment = new HashMap<>(NEEDED);
    environment.remove("SCHEMAWRIGHT_DATABASE_URL");
    environment.put("SCHEMAWRIGHT_HTTP_PORT", "seven");
    environment.put("SCHEMAWRIGHT_WEBHOOK_URL", "https://example.com/hook");
    environment.put("SCHEMAWRIGHT_WEBHOOK_SECRET", "hunter2");
    environment.put("SCHEMAWRIGHT_WEBHOOK_ALLOW_PRIVATE", "perhaps");

    assertThatThrownBy(() -> NotifierSettings.from(Settings.from(environment)))
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining("4 problem(s)")
        .hasMessageContaining("DATABASE_URL")
        .hasMessageContaining("HTTP_PORT")
        .hasMessageContaining("WEBHOOK_SECRET is wrong")
        .hasMessageContaining("WEBHOOK_ALLOW_PRIVATE")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void readme_listsEverySettingThatIsReadAndNoOther() throws IOException {
    Set<String> read = new TreeSet<>();
    Path common = Path.of("../common/src/main/java/io/schemawright");
    read.addAll(names(common.resolve("messaging/KafkaSettings.java")));
    read.addAll(names(common.resolve("database/DatabaseSettings.java")));
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      files.filter(Files::isRegularFile).forEach(file -> read.addAll(names(file)));
    }

    Set<String> listed = new TreeSet<>();
    Matcher rows =
        Pattern.compile("(?m)^\\| `SCHEMAWRIGHT_([A-Z_]+)`")
            .matcher(Files.readString(Path.of("README.md")));
    rows.results().forEach(row -> listed.add(row.group(1)));
    assertThat(listed).isEqualTo(read);
  }

  private static Set<String> names(Path file) {
    try {
      Set<String> names = new TreeSet<>();
      Pattern.compile(
              "settings\\.(?:text|optional|number|port|flag|duration|list)\\(\\s*\"([A-Z_]+)\"")
          .matcher(Files.readString(file))
          .results()
          .forEach(call -> names.add(call.group(1)));
      return names;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
