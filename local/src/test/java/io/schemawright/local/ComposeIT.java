package io.schemawright.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.schemawright.event.ChangeCompleted.Outcome;
import io.schemawright.local.ComposeFile.Container;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The services as docker-compose.yml and the Dockerfile start them: with that environment and no
 * more, that command, that much memory and those health checks. What is a container's there, such
 * as its name or the place of its volume, is this machine's here; the broker and the databases are
 * ours.
 */
final class ComposeIT {
  /** Four JVMs start at once, with both compilers: what a busy machine may take for that. */
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private final Path directory;
  private final Ports ports = Ports.free();
  private final Map<String, Process> started = new LinkedHashMap<>();

  ComposeIT(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void services_asInContainers_areHealthyAndDoTheirWork() throws Exception {
    Map<String, String> variables = ComposeFile.freshVariables(directory.resolve("env"));
    ComposeFile compose = ComposeFile.with(variables);
    Path home = homeWithPasswords(variables);
    try (Stack stack =
        new Stack(StackSettings.of(home, ports, ServicePrograms.built(ComposeFile.ROOT)))) {
      stack.startFoundation();
      try {
        start("kafka-setup", compose.container("kafka-setup"), ServiceName.INTAKE);
        assertThat(process("kafka-setup").waitFor()).as(log("kafka-setup")).isZero();
        for (ServiceName service : ServiceName.values()) {
          start(service.id(), compose.container(service.id()), service);
        }
        for (ServiceName service : ServiceName.values()) {
          awaitHealthy(service, compose.container(service.id()));
        }

        try (Pipeline pipeline = new Pipeline(stack)) {
          pipeline.publish("composed", Pipeline.createTable("sandbox", "composed"));
          assertThat(pipeline.awaitCompleted("composed").outcome()).isEqualTo(Outcome.COMPLETED);
          pipeline.assertAppliedOnce("sandbox", "composed", "composed");
        }

        for (ServiceName service : ServiceName.values()) {
          assertThat(mostMemory(process(service.id())))
              .as("MiB that %s had in memory", service.id())
              .isLessThan(compose.container(service.id()).memoryLimit());
          assertLogIsJsonWithoutSecretsAndPayloads(service, variables);
          assertThat(workingDirectory(service.id())).isEmptyDirectory();
        }
      } finally {
        // Before the broker, to which each says farewell.
        started.values().forEach(Process::destroy);
        started.values().forEach(process -> process.onExit().join());
      }
    }
  }

  /** A home whose users have the passwords that the containers have. */
  private Path homeWithPasswords(Map<String, String> variables) throws IOException {
    Properties passwords = new Properties();
    for (String user : List.of("operator", "intake", "policy", "executor", "notifier")) {
      passwords.setProperty(
          "kafka." + user, variables.get("KAFKA_%s_PASSWORD".formatted(upper(user))));
    }
    for (ServiceName service : ServiceName.values()) {
      passwords.setProperty(
          "postgres." + service.id(),
          variables.get("POSTGRES_%s_PASSWORD".formatted(service.name())));
    }
    passwords.setProperty(
        "postgres.schemawright_executor", variables.get("POSTGRES_TARGETS_PASSWORD"));
    passwords.setProperty(
        "postgres.schemawright_scratch", variables.get("POSTGRES_SCRATCH_PASSWORD"));
    for (String target : Databases.TARGETS) {
      passwords.setProperty(
          "ledger." + target, variables.get("LEDGER_%s_PASSWORD".formatted(upper(target))));
    }
    StringWriter text = new StringWriter();
    passwords.store(text, null);
    Path home = directory.resolve("home");
    Home.open(home, false).close();
    Files.writeString(home.resolve("secrets.properties"), text.toString());
    return home;
  }

  private static String upper(String name) {
    return name.toUpperCase(Locale.ROOT);
  }

  private void start(String name, Container container, ServiceName image) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Stands for the limit that the JVM would find out from its container.
    command.add("-XX:MaxRAM=" + container.memoryLimit() + "m");
    List<String> entrypoint = ComposeFile.entrypoint();
    command.addAll(entrypoint.subList(1, entrypoint.size() - 1));
    command.add(ServicePrograms.built(ComposeFile.ROOT).of(image).classPath());
    command.add(container.entry().path("command").asText());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(workingDirectory(name).toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve(name + ".log").toFile());
    builder.environment().clear();
    builder.environment().putAll(ComposeFile.imageEnvironment());
    container
        .environment()
        .forEach((variable, value) -> builder.environment().put(variable, here(value, container)));
    started.put(name, builder.start());
  }

  /** Made at its first use; nothing may be written to it, as in a container's root file system. */
  private Path workingDirectory(String name) throws IOException {
    Path working = directory.resolve(name);
    if (Files.notExists(working)) {
      Files.createDirectory(
          working,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-xr-xr-x")));
    }
    return working;
  }

  /** A container's name, port or volume in a value is this machine's. */
  private String here(String value, Container container) {
    String text =
        value
            .replace("kafka:9094", "127.0.0.1:" + ports.kafkaServices())
            .replace("postgres:5432", "127.0.0.1:" + ports.postgres())
            .replace("scratch:5432", "127.0.0.1:" + ports.scratch());
    for (ServiceName service : ServiceName.values()) {
      text =
          text.replaceAll(
              "\\b808" + service.portOffset() + "\\b", Integer.toString(ports.http(service)));
    }
    for (String volume : container.list("volumes")) {
      String[] parts = volume.split(":", -1);
      Path source =
          parts[0].startsWith(".")
              ? ComposeFile.ROOT.resolve(parts[0])
              : directory.resolve("volume-" + parts[0]);
      text = text.replace(parts[1], source.normalize().toString());
    }
    return text;
  }

  private void awaitHealthy(ServiceName service, Container container) {
    List<String> check =
        container.healthCheck().stream().map(word -> here(word, container)).toList();
    await()
        .alias(service.id())
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .failFast(() -> assertThat(process(service.id()).isAlive()).as(log(service.id())).isTrue())
        .untilAsserted(
            () ->
                assertThat(new ProcessBuilder(check).start().waitFor())
                    .as(log(service.id()))
                    .isZero());
  }

  private Process process(String name) {
    return Objects.requireNonNull(started.get(name), name);
  }

  private String log(String name) throws IOException {
    return Files.readString(directory.resolve(name + ".log"));
  }

  /** In mebibytes, since it started; nothing where the system does not tell. */
  private static long mostMemory(Process process) throws IOException {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    if (Files.notExists(status)) {
      return 0;
    }
    try (Stream<String> lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElseThrow();
    }
  }

  private void assertLogIsJsonWithoutSecretsAndPayloads(
      ServiceName service, Map<String, String> variables) throws IOException {
    List<String> lines = log(service.id()).lines().toList();
    assertThat(lines)
        .isNotEmpty()
        .allSatisfy(line -> assertThat(new ObjectMapper().readTree(line).isObject()).isTrue());
    assertThat(lines).as("a payload").noneMatch(line -> line.contains("gen_random_uuid"));
    variables.forEach(
        (name, value) -> {
          if (name.endsWith("_PASSWORD")) {
            assertThat(lines).as(name).noneMatch(line -> line.contains(value));
          }
        });
  }
}
