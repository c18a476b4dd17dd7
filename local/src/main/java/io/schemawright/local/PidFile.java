package io.schemawright.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Remembers a process beyond our own end: its number and when it started.
 *
 * <p>Numbers are given to new processes after a while; one that started at another time is somebody
 * else's and is left alone.
 */
record PidFile(Path file) {
  /** The system tells start instants relative to a clock that may be corrected in between. */
  private static final Duration TOLERANCE = Duration.ofSeconds(3);

  /** Our children end by themselves when their standard input does. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  void write(ProcessHandle process) {
    try {
      Files.writeString(file, process.pid() + " " + startOf(process).toEpochMilli() + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException("Could not write " + file, e);
    }
  }

  void delete() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("Could not delete " + file, e);
    }
  }

  /** The process, if it still runs. */
  Optional<ProcessHandle> process() {
    try {
      String[] words = Files.readString(file).strip().split(" ", -1);
      long pid = Long.parseLong(words[0]);
      Instant start = Instant.ofEpochMilli(Long.parseLong(words[1]));
      return ProcessHandle.of(pid)
          .filter(PidFile::isRunning)
          .filter(
              process -> Duration.between(start, startOf(process)).abs().compareTo(TOLERANCE) <= 0);
    } catch (IOException | RuntimeException halfWritten) {
      return Optional.empty();
    }
  }

  /** Waits for these processes to end, kills those that do not, and deletes the files. */
  static void endAll(List<Path> files) {
    List<ProcessHandle> processes = new ArrayList<>();
    files.forEach(path -> new PidFile(path).process().ifPresent(processes::add));
    Instant end = Instant.now().plus(PATIENCE);
    while (processes.stream().anyMatch(PidFile::isRunning) && Instant.now().isBefore(end)) {
      pause();
    }
    processes.forEach(ProcessHandle::destroyForcibly);
    while (processes.stream().anyMatch(PidFile::isRunning)) {
      pause();
    }
    files.forEach(path -> new PidFile(path).delete());
  }

  /** One that has ended and whom nobody has buried yet has no command any more. */
  private static boolean isRunning(ProcessHandle process) {
    return process.isAlive() && process.info().command().isPresent();
  }

  private static Instant startOf(ProcessHandle process) {
    return process.info().startInstant().orElse(Instant.EPOCH);
  }

  private static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CannotStart("Interrupted while waiting for processes of an earlier run", e);
    }
  }
}
