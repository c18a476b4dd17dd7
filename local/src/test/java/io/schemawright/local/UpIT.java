package io.schemawright.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** bin/up as a process of its own, with stand-ins for the services. */
class UpIT {
  private final Path home;
  private final Ports ports = Ports.free();
  private final List<Process> started = new ArrayList<>();

  UpIT(@TempDir Path home) {
    this.home = home;
  }

  /** What bin/up runs, but for the programs. */
  static final class UpWithStandIns {
    private UpWithStandIns() {}

    public static void main(String[] arguments) {
      Up.run(List.of(arguments), Path.of("unused"), StandInService::programs);
    }
  }

  @AfterEach
  void stopAll() throws InterruptedException {
    for (Process process : started) {
      process.destroy();
      process.waitFor();
    }
  }

  @Test
  void sigterm_stopsEverything() throws Exception {
    Process up = up();
    assertThat(outputUntilReady(up)).contains("http://127.0.0.1:" + ports.http());
    List<ProcessHandle> children = children(up);
    assertThat(children).hasSize(ServiceName.values().length);

    up.destroy();

    assertThat(up.waitFor()).isZero();
    assertThat(children.stream().filter(UpIT::runs)).isEmpty();
    assertThat(processesOfThisHome()).isEmpty();
    ports.requireFree();
  }

  @Test
  void killOfTheSupervisor_thenANewStart_leavesNothingOld() throws Exception {
    Process killed = up();
    outputUntilReady(killed);
    List<ProcessHandle> old =
        Stream.concat(children(killed).stream(), processesOfThisHome().stream()).toList();
    killed.destroyForcibly().waitFor();

    Process next = up();
    outputUntilReady(next);

    assertThat(old.stream().filter(UpIT::runs)).isEmpty();
    next.destroy();
    assertThat(next.waitFor()).isZero();
    assertThat(processesOfThisHome()).isEmpty();
  }

  @Test
  void serviceThatDies_stopsAllAndIsNamed() throws Exception {
    Process up = up();
    outputUntilReady(up);
    children(up).get(0).destroyForcibly();

    assertThat(up.waitFor()).isEqualTo(1);
    assertThat(rest(up)).contains("ended with status 137").contains("Stopping everything");
    assertThat(processesOfThisHome()).isEmpty();
  }

  @Test
  void busyPort_isNamedBeforeAnythingStarts() throws Exception {
    try (ServerSocket taken =
        new ServerSocket(ports.scratch(), 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
      Process up = up();
      assertThat(up.waitFor()).isEqualTo(1);
      assertThat(rest(up))
          .contains("Port " + taken.getLocalPort())
          .contains("--postgres-port")
          .doesNotContain("\tat ");
      assertThat(home.resolve("postgres")).doesNotExist();
    }
  }

  @Test
  void unknownOption_isStatusTwo() throws Exception {
    Process up = up("--faster");
    assertThat(up.waitFor()).isEqualTo(2);
    assertThat(rest(up)).contains("--faster").contains("--help");
  }

  private Process up(String... more) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                UpWithStandIns.class.getName(),
                "--home",
                home.toString(),
                "--http-port",
                Integer.toString(ports.http()),
                "--kafka-port",
                Integer.toString(ports.kafka()),
                "--postgres-port",
                Integer.toString(ports.postgres())));
    command.addAll(List.of(more));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    started.add(process);
    return process;
  }

  private static String outputUntilReady(Process up) throws IOException {
    BufferedReader reader = reader(up);
    StringBuilder text = new StringBuilder();
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      text.append(line).append('\n');
      if (line.equals("ready")) {
        return text.toString();
      }
    }
    throw new AssertionError("never ready:\n" + text);
  }

  private static String rest(Process up) throws IOException {
    StringBuilder text = new StringBuilder();
    BufferedReader reader = reader(up);
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      text.append(line).append('\n');
    }
    return text.toString();
  }

  private static BufferedReader reader(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  private static List<ProcessHandle> children(Process up) {
    return up.children().filter(UpIT::runs).toList();
  }

  /** The servers of PostgreSQL are no children, but name their directory. */
  private List<ProcessHandle> processesOfThisHome() {
    return ProcessHandle.allProcesses()
        .filter(UpIT::runs)
        .filter(process -> process.pid() != ProcessHandle.current().pid())
        .filter(
            process -> process.info().commandLine().orElse("").contains("-D " + home.toString()))
        .toList();
  }

  private static boolean runs(ProcessHandle process) {
    return process.isAlive() && process.info().command().isPresent();
  }
}
