package io.schemawright.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One running instance of a service, as a process of its own.
 *
 * <p>Its standard input stays open for as long as we live and hold this object: its end tells the
 * service to stop, however we end. Thread-safe.
 */
public final class ServiceProcess {
  private static final Duration TIME_TO_STOP = Duration.ofSeconds(30);
  private static final Duration TIME_TO_LEAVE_CLASSES = Duration.ofSeconds(30);
  private static final int TAIL = 25;
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(1))
          .build();

  private final String name;
  private final int httpPort;
  private final Path log;
  private final PidFile pidFile;
  private final Process process;
  private final Optional<ClassArchive.Use> classes;
  private volatile boolean endIsOurWish;

  private ServiceProcess(
      String name,
      int httpPort,
      Path log,
      PidFile pidFile,
      Process process,
      Optional<ClassArchive.Use> classes) {
    this.name = name;
    this.httpPort = httpPort;
    this.log = log;
    this.pidFile = pidFile;
    this.process = process;
    this.classes = classes;
  }

  /** Starts it; what it says goes to the end of the log. */
  static ServiceProcess start(
      String name,
      int httpPort,
      List<String> command,
      Optional<ClassArchive.Use> classes,
      Map<String, String> environment,
      Path log,
      Path pidFile) {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().keySet().removeIf(variable -> variable.startsWith("SCHEMAWRIGHT_"));
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      PidFile remembered = new PidFile(pidFile);
      remembered.write(process.toHandle());
      return new ServiceProcess(name, httpPort, log, remembered, process, classes);
    } catch (IOException e) {
      throw new UncheckedIOException("Could not start " + name, e);
    }
  }

  /** The service's name, for a further instance followed by its number. */
  public String name() {
    return name;
  }

  /** Where it answers. */
  public URI http() {
    return URI.create("http://127.0.0.1:" + httpPort);
  }

  /** Whether it runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Its process id. */
  public long pid() {
    return process.pid();
  }

  /** Whether its health check says that it is ready. */
  public boolean isHealthy() {
    HttpRequest request =
        HttpRequest.newBuilder(http().resolve("/health")).timeout(Duration.ofSeconds(2)).build();
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CannotStart("Interrupted while waiting for " + name, e);
    }
  }

  /**
   * Waits until it is ready.
   *
   * @throws CannotStart when it ends before that, or takes longer; with the end of its log
   */
  public void awaitHealthy(Duration patience) {
    Instant end = Instant.now().plus(patience);
    while (!isHealthy()) {
      if (!process.isAlive()) {
        throw new CannotStart(obituary());
      }
      if (Instant.now().isAfter(end)) {
        throw new CannotStart(
            "%s is not ready after %d s. The end of %s:%n%s"
                .formatted(name, patience.toSeconds(), log, logTail()));
      }
      pause();
    }
  }

  /** Asks it to stop, and kills it when it takes too long. Returns when it has ended. */
  public void stop() {
    endIsOurWish = true;
    process.destroy();
    try {
      boolean inOrder = process.waitFor(timeToStop().toSeconds(), TimeUnit.SECONDS);
      if (!inOrder) {
        process.destroyForcibly().waitFor();
      }
      classes.ifPresent(use -> use.ended(inOrder));
      pidFile.delete();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private Duration timeToStop() {
    return classes.filter(ClassArchive.Use::writes).isPresent()
        ? TIME_TO_STOP.plus(TIME_TO_LEAVE_CLASSES)
        : TIME_TO_STOP;
  }

  /** Ends it as {@code kill -9} does and returns when it has ended. */
  public void kill() {
    endIsOurWish = true;
    process.destroyForcibly();
    process.onExit().join();
    pidFile.delete();
  }

  /** Freezes it, as a long pause of its machine would. */
  public void freeze() {
    signal("-STOP");
  }

  /** Lets it go on after {@link #freeze()}. */
  public void thaw() {
    signal("-CONT");
  }

  /** Its log so far. */
  public Path log() {
    return log;
  }

  /** Calls back, from another thread, when it ends without anybody here having asked for it. */
  void watch(Consumer<ServiceProcess> onUnexpectedEnd) {
    Thread watcher =
        new Thread(
            () -> {
              process.onExit().join();
              if (!endIsOurWish) {
                onUnexpectedEnd.accept(this);
              }
            },
            "watch-" + name);
    watcher.setDaemon(true);
    watcher.start();
  }

  /** What it died of, as far as its log knows. */
  String obituary() {
    return "%s ended with status %d. The end of %s:%n%s"
        .formatted(name, process.exitValue(), log, logTail());
  }

  private String logTail() {
    try {
      List<String> lines = Files.readString(log, StandardCharsets.UTF_8).lines().toList();
      return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL), lines.size()));
    } catch (IOException e) {
      return "(cannot be read: " + e + ")";
    }
  }

  private void signal(String signal) {
    try {
      Process kill = new ProcessBuilder("kill", signal, Long.toString(process.pid())).start();
      if (kill.waitFor() != 0) {
        throw new IllegalStateException("kill " + signal + " failed for " + name);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Could not run kill", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while signalling " + name, e);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CannotStart("Interrupted while waiting for a service", e);
    }
  }
}
