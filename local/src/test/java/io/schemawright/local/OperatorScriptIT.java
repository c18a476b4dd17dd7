package io.schemawright.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.schemawright.event.Json;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/operator} as an operator calls it, and what it finds of what {@code bin/up} runs. */
final class OperatorScriptIT {
  private static final String NOBODY = "jdbc:postgresql://127.0.0.1:1/far?a=b&c=d";

  private final Path directory;

  OperatorScriptIT(@TempDir Path directory) {
    this.directory = directory;
  }

  /** What a run of the script said. */
  private record Run(int status, String out, String err) {}

  @Test
  void help_namesTheCommandsAndTheStatus() throws Exception {
    Run run = run(Map.of(), "--help");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).contains("doctor", "verify-audit", "Status 0");
  }

  @Test
  void doctor_withoutSettings_saysWhichAreMissing() throws Exception {
    Run run = run(Map.of(), "doctor");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("SCHEMAWRIGHT_TARGETS is missing");
  }

  @Test
  void doctor_ofWhatRunsHere_readsWhatIsNotedInTheHome() throws Exception {
    try (Home home = Home.open(directory.resolve("home"), false)) {
      home.note("executor.env", settings("far", "it's a word"));
    }

    Run run = run(Map.of(), "doctor", "--output", "json");

    assertThat(run.status()).as(run.err()).isEqualTo(1);
    JsonNode found = Json.mapper().readTree(run.out());
    assertThat(found.path(0).path("target").asText()).isEqualTo("far");
    assertThat(found.path(0).path("checks").toString()).contains("08001");
  }

  @Test
  void doctor_withSettingsInTheEnvironment_leavesTheHomeAlone() throws Exception {
    try (Home home = Home.open(directory.resolve("home"), false)) {
      home.note("executor.env", settings("far", "word"));
    }

    Run run = run(settings("near", "word"), "doctor");

    assertThat(run.status()).as(run.err()).isEqualTo(1);
    assertThat(run.out()).contains("near: has problems").doesNotContain("far:");
  }

  private static Map<String, String> settings(String target, String password) {
    String prefix = "SCHEMAWRIGHT_TARGET_" + target.toUpperCase(Locale.ROOT);
    return Map.of(
        "SCHEMAWRIGHT_TARGETS",
        target,
        prefix + "_URL",
        NOBODY,
        prefix + "_USERNAME",
        "executor",
        prefix + "_PASSWORD",
        password);
  }

  private Run run(Map<String, String> settings, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(Path.of("..", "bin", "operator").toString()));
    command.addAll(List.of(arguments));
    File out = Files.createTempFile(directory, "out", null).toFile();
    File err = Files.createTempFile(directory, "err", null).toFile();
    ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(out).redirectError(err);
    builder.environment().keySet().removeIf(name -> name.startsWith("SCHEMAWRIGHT_"));
    builder.environment().put("SCHEMAWRIGHT_HOME", directory.resolve("home").toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(settings);
    Process process = builder.start();
    if (!process.waitFor(2, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new IllegalStateException("bin/operator did not end");
    }
    return new Run(
        process.exitValue(), Files.readString(out.toPath()), Files.readString(err.toPath()));
  }
}
