package io.schemawright.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs a program to its end. */
final class Programs {
  private Programs() {}

  /**
   * How a program ended.
   *
   * @param exitCode 0 when all went well
   * @param output what it wrote, to both streams
   */
  record Outcome(int exitCode, String output) {
    boolean succeeded() {
      return exitCode == 0;
    }
  }

  /** Runs it without the caller's PG… variables, which would redirect PostgreSQL's programs. */
  static Outcome run(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    builder.environment().put("LC_ALL", "C");
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Outcome(process.waitFor(), output.strip());
    } catch (IOException e) {
      throw new UncheckedIOException("Could not run " + command.get(0), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while running " + command.get(0), e);
    }
  }

  /** Like {@link #run}, with a program that is not there as one more failure. */
  static Outcome attempt(List<String> command) {
    try {
      return run(command);
    } catch (UncheckedIOException notThere) {
      return new Outcome(127, String.valueOf(notThere.getMessage()));
    }
  }
}
