package io.schemawright.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code bin/up} as a process of its own, and what it prints. */
final class UpProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader output;

  private UpProcess(Process process) {
    this.process = process;
    this.output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Starts it as the script does, but for the class path, which is this JVM's. */
  static UpProcess start(Class<?> main, Path home, Ports ports, String... more) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx512m",
                "-Dlogback.configurationFile=up-logback.xml",
                "-Dschemawright.repository=" + Path.of("..").toAbsolutePath().normalize(),
                "-cp",
                System.getProperty("java.class.path"),
                main.getName(),
                "--home",
                home.toString(),
                "--http-port",
                Integer.toString(ports.http()),
                "--kafka-port",
                Integer.toString(ports.kafka()),
                "--postgres-port",
                Integer.toString(ports.postgres())));
    command.addAll(List.of(more));
    return new UpProcess(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  /** What it prints up to the line {@code ready}. */
  String outputUntilReady() throws IOException {
    StringBuilder text = new StringBuilder();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      text.append(line).append('\n');
      if (line.equals("ready")) {
        return text.toString();
      }
    }
    throw new AssertionError("never ready:\n" + text);
  }

  /** What it prints from here to its end. */
  String rest() throws IOException {
    StringBuilder text = new StringBuilder();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      text.append(line).append('\n');
    }
    return text.toString();
  }

  /** Sends SIGTERM, waits for the end, and answers the status. */
  int stop() {
    process.destroy();
    return process.onExit().join().exitValue();
  }

  Process process() {
    return process;
  }

  @Override
  public void close() {
    stop();
  }
}
