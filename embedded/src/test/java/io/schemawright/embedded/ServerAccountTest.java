package io.schemawright.embedded;

import static io.schemawright.embedded.ServerAccount.NOBODY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerAccountTest {
  private static final Programs.Outcome REFUSED =
      new Programs.Outcome(1, "unshare failed: Operation not permitted");

  @Test
  void choose_asAnOrdinaryUser_runsProgramsAsTheyAre() {
    ServerAccount account = ServerAccount.choose(false, command -> REFUSED);
    assertThat(account.command(List.of("initdb"))).containsExactly("initdb");
    assertThat(account.isForeign()).isFalse();
  }

  @Test
  void choose_asRoot_prefersANamespace() {
    ServerAccount account =
        ServerAccount.choose(true, command -> new Programs.Outcome(0, "nobody"));
    assertThat(account.command(List.of("initdb"))).containsExactly("unshare", "-U", "initdb");
    assertThat(account.isForeign()).isFalse();
  }

  @Test
  void choose_asRootWithoutNamespaces_becomesNobody() {
    ServerAccount account = ServerAccount.choose(true, without("unshare"));
    assertThat(account.command(List.of("initdb"))).startsWith("setpriv").endsWith("initdb");
    assertThat(account.isForeign()).isTrue();
  }

  @Test
  void choose_asRootWhoCannotBecomeAnother_saysWhatToDo() {
    assertThatThrownBy(() -> ServerAccount.choose(true, command -> new Programs.Outcome(0, "root")))
        .hasMessageContaining("another user");
    assertThatThrownBy(() -> ServerAccount.choose(true, command -> REFUSED))
        .hasMessageContaining("util-linux");
  }

  @Test
  void nobody_runsACluster(@TempDir Path directory) throws IOException {
    assumeThat(Programs.attempt(NOBODY.command(List.of("id", "-un"))).output()).isEqualTo("nobody");
    // A directory that others cannot enter is what this account cannot have.
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    PostgresSettings settings = PostgresSettings.scratch(directory.resolve("data"));

    PostgresCluster.start(settings, NOBODY).close();
    try (PostgresCluster again = PostgresCluster.start(settings, NOBODY)) {
      again.execute("SELECT 1");
    }
  }

  private static Function<List<String>, Programs.Outcome> without(String program) {
    return command -> command.get(0).equals(program) ? REFUSED : new Programs.Outcome(0, "nobody");
  }
}
