package io.schemawright.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
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
  private final List<UpProcess> started = new ArrayList<>();

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
  void stopAll() {
    started.forEach(UpProcess::close);
  }

  @Test
  void sigterm_stopsEverything() throws Exception {
    UpProcess up = up();
    assertThat(up.outputUntilReady()).contains("http://127.0.0.1:" + ports.http());
    List<ProcessHandle> children = children(up);
    assertThat(children).hasSize(ServiceName.values().length);

    assertThat(up.stop()).isZero();

    assertThat(children.stream().filter(UpIT::runs)).isEmpty();
    assertThat(processesOfThisHome()).isEmpty();
    ports.requireFree();
  }

  @Test
  void killOfTheSupervisor_thenANewStart_leavesNothingOld() throws Exception {
    UpProcess killed = up();
    killed.outputUntilReady();
    List<ProcessHandle> old =
        Stream.concat(children(killed).stream(), processesOfThisHome().stream()).toList();
    killed.process().destroyForcibly().waitFor();

    UpProcess next = up();
    next.outputUntilReady();

    assertThat(old.stream().filter(UpIT::runs)).isEmpty();
    assertThat(next.stop()).isZero();
    assertThat(processesOfThisHome()).isEmpty();
  }

  @Test
  void serviceThatDies_stopsAllAndIsNamed() throws Exception {
    UpProcess up = up();
    up.outputUntilReady();
    children(up).get(0).destroyForcibly();

    assertThat(up.process().waitFor()).isEqualTo(1);
    assertThat(up.rest()).contains("ended with status 137").contains("Stopping everything");
    assertThat(processesOfThisHome()).isEmpty();
  }

  @Test
  void busyPort_isNamedBeforeAnythingStarts() throws Exception {
    try (ServerSocket taken =
        new ServerSocket(ports.scratch(), 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
      UpProcess up = up();
      assertThat(up.process().waitFor()).isEqualTo(1);
      assertThat(up.rest())
          .contains("Port " + taken.getLocalPort())
          .contains("--postgres-port")
          .doesNotContain("\tat ");
      assertThat(home.resolve("postgres")).doesNotExist();
    }
  }

  @Test
  void unknownOption_isStatusTwo() throws Exception {
    UpProcess up = up("--faster");
    assertThat(up.process().waitFor()).isEqualTo(2);
    assertThat(up.rest()).contains("--faster").contains("--help");
  }

  private UpProcess up(String... more) throws IOException {
    UpProcess up = UpProcess.start(UpWithStandIns.class, home, ports, more);
    started.add(up);
    return up;
  }

  private static List<ProcessHandle> children(UpProcess up) {
    return up.process().children().filter(UpIT::runs).toList();
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
