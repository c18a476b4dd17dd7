package io.schemawright.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.schemawright.local.ComposeFile.Container;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** docker-compose.yml and the Dockerfile, as far as no engine is needed to check them. */
class ComposeTest {
  private static final Path ROOT = ComposeFile.ROOT;

  @ParameterizedTest
  @EnumSource(ServiceName.class)
  void settings_ofAService_areOnesThatItReads(ServiceName service) throws IOException {
    String sources = sources("common") + sources(service.module());
    Map<String, String> environment =
        ComposeFile.with(Map.of()).container(service.id()).environment();

    assertThat(environment)
        .containsKeys(
            "SCHEMAWRIGHT_DATABASE_URL", "SCHEMAWRIGHT_HTTP_PORT", "SCHEMAWRIGHT_KAFKA_USERNAME");
    // A setting that nobody reads is a mistyped one. A target's carry its name.
    assertThat(environment.keySet())
        .allSatisfy(
            variable ->
                assertThat(sources)
                    .contains(
                        "\""
                            + variable
                                .replaceFirst("^SCHEMAWRIGHT_", "")
                                .replaceFirst("^TARGET_[A-Z]+_(?=[A-Z_]+$)", "")
                            + "\""));
  }

  static Stream<Map.Entry<String, Container>> containers() throws IOException {
    return ComposeFile.with(Map.of()).services().entrySet().stream();
  }

  @ParameterizedTest
  @MethodSource("containers")
  void container_isLimitedAndSealed(Map.Entry<String, Container> named) throws IOException {
    Container container = named.getValue();

    assertThat(container.memoryLimit()).isPositive();
    assertThat(container.entry().path("read_only").asBoolean()).isTrue();
    assertThat(container.list("cap_drop")).containsExactly("ALL");
    assertThat(container.list("security_opt")).containsExactly("no-new-privileges:true");
    assertThat(container.list("tmpfs")).anyMatch(place -> place.startsWith("/tmp"));
    if (container.entry().path("image").asText().startsWith("schemawright/")) {
      // From a place without exec RocksDB's library cannot be loaded.
      assertThat(container.list("tmpfs")).contains("/tmp:exec");
    } else {
      assertThat(container.entry().path("user").asText()).isNotEmpty().isNotIn("root", "0");
    }
    assertThat(container.list("volumes"))
        .filteredOn(volume -> volume.startsWith("."))
        .allMatch(volume -> volume.endsWith(":ro"))
        .allSatisfy(
            volume -> assertThat(ROOT.resolve(volume.substring(0, volume.indexOf(':')))).exists());
  }

  @ParameterizedTest
  @MethodSource("containers")
  void container_waitsUntilWhatItNeedsIsThere(Map.Entry<String, Container> named)
      throws IOException {
    Container container = named.getValue();
    ComposeFile compose = ComposeFile.with(Map.of());

    if (!container.ends()) {
      assertThat(container.entry().path("restart").asText()).isEqualTo("unless-stopped");
      assertThat(container.healthCheck()).isNotEmpty();
    }
    container
        .entry()
        .path("depends_on")
        .properties()
        .forEach(
            needed ->
                assertThat(needed.getValue().path("condition").asText())
                    .as(needed.getKey())
                    .isEqualTo(
                        compose.container(needed.getKey()).ends()
                            ? "service_completed_successfully"
                            : "service_healthy"));
  }

  @ParameterizedTest
  @EnumSource(ServiceName.class)
  void service_waitsForItsTopicsAndItsDatabase(ServiceName service) throws IOException {
    JsonNode needs = ComposeFile.with(Map.of()).container(service.id()).entry().path("depends_on");

    assertThat(needs.has("kafka-setup")).isTrue();
    assertThat(needs.has("postgres")).isTrue();
  }

  @Test
  void secrets_areInTheFileByNameOnly() throws IOException {
    assertThat(Files.readAllLines(ROOT.resolve("docker-compose.yml")))
        .filteredOn(line -> line.matches(" +\\w*(PASSWORD|SECRET|LEDGER_KEY): .*"))
        .hasSizeGreaterThan(20)
        .allMatch(line -> line.matches(".*: (&[a-z-]+ )?(\\$\\{[A-Z_]+:[?-].*}|\\*[a-z-]+)"));
    assertThat(Files.readAllLines(ROOT.resolve(".dockerignore"))).contains(".env", ".git");
  }

  @Test
  void image_isNotRootsAndSaysItsPorts() throws IOException {
    String runtime = ComposeFile.dockerfile();
    List<String> asRoot = List.of("RUN", "COPY", "ADD");

    assertThat(instructions(runtime, "USER"))
        .hasSize(1)
        .allMatch(user -> user.matches("[1-9]\\d+:[1-9]\\d+"));
    assertThat(runtime.substring(runtime.indexOf("\nUSER")).lines())
        .noneMatch(line -> asRoot.contains(line.split(" ", 2)[0]));
    assertThat(ComposeFile.entrypoint()).startsWith("java").endsWith("-cp", "/app/*");
    for (ServiceName service : ServiceName.values()) {
      Container container = ComposeFile.with(Map.of()).container(service.id());
      assertThat(instructions(runtime, "EXPOSE").get(0).split(" "))
          .contains(container.environment().get("SCHEMAWRIGHT_HTTP_PORT"));
      assertThat(container.entry().path("command").asText()).isEqualTo(service.mainClass());
    }
  }

  private static List<String> instructions(String dockerfile, String name) {
    return Pattern.compile("(?m)^" + name + " (.*)$")
        .matcher(dockerfile)
        .results()
        .map(found -> found.group(1))
        .toList();
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
