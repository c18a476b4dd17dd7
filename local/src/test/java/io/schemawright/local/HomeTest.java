package io.schemawright.local;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeTest {
  private final Path directory;

  HomeTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void secrets_areKeptInAFileThatOnlyItsOwnerReads() throws IOException {
    Path path = directory.resolve("home");
    String password;
    String webhookSecret;
    try (Home home = Home.open(path, false)) {
      password = home.secrets().password("kafka.intake");
      webhookSecret = home.secrets().webhookSecret();
      assertThat(home.secrets().password("kafka.policy")).isNotEqualTo(password).hasSize(43);
    }

    assertThat(permissions(path.resolve("secrets.properties"))).isEqualTo("rw-------");
    assertThat(permissions(path)).isEqualTo("rwx------");
    try (Home home = Home.open(path, false)) {
      assertThat(home.secrets().password("kafka.intake")).isEqualTo(password);
      assertThat(home.secrets().webhookSecret()).isEqualTo(webhookSecret).startsWith("whsec_");
    }
  }

  @Test
  void fresh_deletesWhatIsInAHome() throws IOException {
    Path path = directory.resolve("home");
    try (Home home = Home.open(path, false)) {
      Files.createDirectories(home.state("policy").resolve("deep"));
      Files.writeString(home.state("policy").resolve("deep/file"), "old");
    }

    try (Home home = Home.open(path, true)) {
      assertThat(home.state("policy")).doesNotExist();
      assertThat(home.logs()).isEmptyDirectory();
    }
  }

  @Test
  void open_ofADirectoryThatIsNotOurs_refusesAndTouchesNothing() throws IOException {
    Path precious = directory.resolve("precious");
    Files.writeString(precious, "keep");

    assertThatThrownBy(() -> Home.open(directory, true))
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining(directory.toString())
        .hasMessageContaining("--fresh will not delete");
    assertThatThrownBy(() -> Home.open(directory, false)).hasMessageContaining("another --home");

    assertThat(directory).isDirectoryContaining(precious::equals);
    try (var content = Files.list(directory)) {
      assertThat(content).containsExactly(precious);
    }
  }

  @Test
  void open_ofAHomeInUse_isRefused() {
    try (Home home = Home.open(directory.resolve("home"), false)) {
      assertThatThrownBy(() -> Home.open(home.directory(), true))
          .isInstanceOf(CannotStart.class)
          .hasMessageContaining("already runs");
    }
  }

  @Test
  void open_killsTheProcessesAnEarlierRunLeft_andNoOthers() throws Exception {
    Process leftover = new ProcessBuilder("sleep", "60").start();
    Process bystander = new ProcessBuilder("sleep", "60").start();
    try {
      Path path = directory.resolve("home");
      try (Home home = Home.open(path, false)) {
        new PidFile(home.run().resolve("intake.pid")).write(leftover.toHandle());
        Files.writeString(home.run().resolve("policy.pid"), bystander.pid() + " 86400000\n");
        Files.writeString(home.run().resolve("notifier.pid"), "half");
      }

      Home.open(path, false).close();

      assertThat(leftover.waitFor(Duration.ofSeconds(30).toMillis(), MILLISECONDS)).isTrue();
      assertThat(bystander.isAlive()).isTrue();
      assertThat(path.resolve("run")).isEmptyDirectory();
    } finally {
      leftover.destroyForcibly();
      bystander.destroyForcibly();
    }
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
