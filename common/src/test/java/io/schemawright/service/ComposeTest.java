package io.schemawright.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A setting in docker-compose.yml that nobody reads is a mistyped one. */
class ComposeTest {
  private static final Path ROOT = Path.of("..");

  @ParameterizedTest
  @ValueSource(strings = {"intake", "policy", "executor", "notifier"})
  void settings_ofAService_areOnesThatItReads(String service) {
    String sources = sources("common") + sources(service + "-service");

    assertThat(settings(service))
        .contains("DATABASE_URL", "HTTP_PORT", "KAFKA_USERNAME")
        .allSatisfy(
            setting ->
                assertThat(sources)
                    // A target's settings carry its name: TARGET_ORDERS_URL.
                    .contains(
                        "\"" + setting.replaceFirst("^TARGET_[A-Z]+_(?=[A-Z_]+$)", "") + "\""));
  }

  private static Set<String> settings(String service) {
    String compose = read(ROOT.resolve("docker-compose.yml"));
    String block =
        Pattern.compile("(?ms)^  " + service + ":\\R(.*?)(?=^  \\S|^\\S)")
            .matcher(compose)
            .results()
            .map(found -> found.group(1))
            .findFirst()
            .orElseThrow();
    return Pattern.compile("(?m)^      SCHEMAWRIGHT_([A-Z_]+):")
        .matcher(block)
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String sources(String module) {
    try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
      return files
          .filter(Files::isRegularFile)
          .map(ComposeTest::read)
          .collect(Collectors.joining());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
