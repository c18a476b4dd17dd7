package io.schemawright.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The end of a service's process, when its parent's end of standard input closes. */
class ServiceTest {
  /** A service whose only part closes as its argument says. */
  static final class Stopping {
    private Stopping() {}

    public static void main(String[] arguments) {
      Service.run(
          "stopping",
          service -> service.add(new Closing(arguments[0])),
          Duration.ofMillis(arguments[0].equals("never") ? 500 : 60_000));
    }
  }

  private record Closing(String how) implements Part {
    @Override
    public String name() {
      return "closing-" + how;
    }

    @Override
    public Health check() {
      return Health.ok();
    }

    @Override
    public void close() {
      switch (how) {
        case "never" -> sleepForEver();
        case "leaves-a-thread" -> new Thread(Closing::sleepForEver).start();
        case "fails" -> throw new IllegalStateException("told to fail");
        default -> {}
      }
    }

    private static void sleepForEver() {
      try {
        Thread.sleep(Long.MAX_VALUE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"at-once", "leaves-a-thread", "fails"})
  void standardInputEnds_soDoesTheService_whateverAPartLeaves(String how) throws Exception {
    Process service = start(how);

    service.getOutputStream().close();

    assertThat(output(service)).contains("the service has stopped");
    assertThat(service.waitFor()).isZero();
  }

  @Test
  void partThatNeverCloses_isNamed_andTheProcessEnds() throws Exception {
    Process service = start("never");

    service.getOutputStream().close();

    assertThat(output(service)).contains("a part does not close").contains("closing-never");
    assertThat(service.waitFor()).isOne();
  }

  private static Process start(String how) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Stopping.class.getName(),
                how)
            .redirectErrorStream(true);
    builder.environment().put("SCHEMAWRIGHT_STOP_WITH_STDIN", "true");
    return builder.start();
  }

  private static String output(Process service) throws IOException {
    return new String(service.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
