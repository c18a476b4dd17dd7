package io.schemawright.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The running server of a data directory, found through the postmaster.pid in it.
 *
 * <p>The number in that file may by now belong to any other process. So the process must be a
 * {@code postgres}, and this directory its working directory (or, where the system does not say, an
 * argument of its command line).
 */
record Postmaster(ProcessHandle process, Path dataDirectory) {

  /** The server of this directory, if one runs. */
  static Optional<Postmaster> of(Path dataDirectory) {
    return recordedProcess(dataDirectory)
        .filter(process -> serves(process, dataDirectory))
        .map(process -> new Postmaster(process, dataDirectory));
  }

  static Path pidFile(Path dataDirectory) {
    return dataDirectory.resolve("postmaster.pid");
  }

  /**
   * Removes a postmaster.pid whose number now belongs to another process, which would keep
   * PostgreSQL from starting; a number that belongs to nobody is PostgreSQL's own business.
   */
  static void removeMisleadingPidFile(Path dataDirectory) {
    Optional<ProcessHandle> process = recordedProcess(dataDirectory);
    if (process.isPresent() && !serves(process.get(), dataDirectory)) {
      try {
        Files.deleteIfExists(pidFile(dataDirectory));
      } catch (IOException e) {
        throw new UncheckedIOException("Could not delete " + pidFile(dataDirectory), e);
      }
    }
  }

  private static Optional<ProcessHandle> recordedProcess(Path dataDirectory) {
    try {
      Path file = pidFile(dataDirectory);
      List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
      if (lines.isEmpty()) {
        return Optional.empty();
      }
      return ProcessHandle.of(Long.parseLong(lines.get(0).strip())).filter(ProcessHandle::isAlive);
    } catch (IOException e) {
      throw new UncheckedIOException("Could not read " + pidFile(dataDirectory), e);
    } catch (NumberFormatException e) {
      throw new IllegalStateException(pidFile(dataDirectory) + " does not start with a number", e);
    }
  }

  private static boolean serves(ProcessHandle process, Path dataDirectory) {
    boolean isPostgres =
        process
            .info()
            .command()
            .map(command -> Path.of(command).getFileName())
            .filter(name -> name.toString().equals("postgres"))
            .isPresent();
    return isPostgres && (worksIn(process, dataDirectory) || isToldOf(process, dataDirectory));
  }

  private static boolean worksIn(ProcessHandle process, Path dataDirectory) {
    try {
      Path workingDirectory = Path.of("/proc", Long.toString(process.pid()), "cwd");
      return Files.exists(workingDirectory) && Files.isSameFile(workingDirectory, dataDirectory);
    } catch (IOException notOurs) {
      return false;
    }
  }

  private static boolean isToldOf(ProcessHandle process, Path dataDirectory) {
    return process
        .info()
        .arguments()
        .map(arguments -> List.of(arguments).contains(dataDirectory.toString()))
        .orElse(false);
  }
}
