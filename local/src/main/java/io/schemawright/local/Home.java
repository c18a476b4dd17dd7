package io.schemawright.local;

import io.schemawright.embedded.DirectoryLock;
import io.schemawright.embedded.PostgresCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The directory in which one installation keeps everything; locked for as long as it is open.
 *
 * <p>A file marks a directory as a home. Nothing is written into, and above all nothing deleted
 * from, a directory that holds other things and no such mark.
 */
final class Home implements AutoCloseable {
  private static final String MARK = "schemawright-home";
  private static final String LOCK = "lock";

  private final Path directory;
  private final DirectoryLock lock;

  private Home(Path directory, DirectoryLock lock) {
    this.directory = directory;
    this.lock = lock;
  }

  /**
   * Opens a home or makes one, and ends what a killed run left in it.
   *
   * @param fresh delete what is in it
   * @throws CannotStart when the directory is not ours, or in use
   */
  static Home open(Path directory, boolean fresh) {
    try {
      prepare(directory, fresh);
      DirectoryLock lock =
          DirectoryLock.take(directory.resolve(LOCK))
              .orElseThrow(
                  () ->
                      new CannotStart(
                          "Schemawright already runs in "
                              + directory
                              + ": stop it, or choose another --home"));
      return open(new Home(directory, lock), fresh);
    } catch (IOException | UncheckedIOException | IllegalStateException e) {
      throw new CannotStart("Cannot use " + directory + ": " + e, e);
    }
  }

  private static Home open(Home home, boolean fresh) throws IOException {
    try {
      home.endLeftovers();
      if (fresh) {
        home.clear();
      }
      Files.createDirectories(home.logs());
      Files.createDirectories(home.run());
      home.putLogsAside();
      return home;
    } catch (IOException | RuntimeException e) {
      home.close();
      throw e;
    }
  }

  private static void prepare(Path directory, boolean fresh) throws IOException {
    if (!Files.exists(directory.resolve(MARK))) {
      if (Files.exists(directory) && !isEmpty(directory)) {
        throw new CannotStart(
            fresh
                ? "%s holds other things than Schemawright's (there is no file %s in it): --fresh will not delete them"
                    .formatted(directory, MARK)
                : "%s holds other things than Schemawright's (there is no file %s in it): choose another --home"
                    .formatted(directory, MARK));
      }
      Files.createDirectories(directory);
      Files.writeString(
          directory.resolve(MARK),
          "Schemawright keeps its data in this directory. bin/up --fresh deletes all of it.\n");
    }
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
  }

  private static boolean isEmpty(Path directory) throws IOException {
    try (Stream<Path> content = Files.list(directory)) {
      return content.findAny().isEmpty();
    }
  }

  private void endLeftovers() throws IOException {
    if (Files.isDirectory(run())) {
      List<Path> files;
      try (Stream<Path> content = Files.list(run())) {
        files = content.toList();
      }
      PidFile.endAll(files);
    }
    PostgresCluster.stopOrphan(postgres());
    PostgresCluster.stopOrphan(scratch());
  }

  /** Keeps the logs of the services' last run and forgets those of the one before. */
  private void putLogsAside() throws IOException {
    for (ServiceName service : ServiceName.values()) {
      Path log = logs().resolve(service.id() + ".log");
      if (Files.exists(log)) {
        Files.move(
            log, logs().resolve(service.id() + ".log.old"), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  /** All but the mark and the lock, which show a killed clearing for what it is. */
  private void clear() throws IOException {
    List<Path> paths;
    try (Stream<Path> tree = Files.walk(directory)) {
      paths = tree.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : paths) {
      boolean stays =
          path.equals(directory)
              || path.equals(directory.resolve(MARK))
              || path.equals(directory.resolve(LOCK));
      if (!stays && Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        Files.delete(path);
      }
    }
  }

  Path directory() {
    return directory;
  }

  Path logs() {
    return directory.resolve("logs");
  }

  Path run() {
    return directory.resolve("run");
  }

  Path kafka() {
    return directory.resolve("kafka");
  }

  Path postgres() {
    return directory.resolve("postgres");
  }

  Path scratch() {
    return directory.resolve("scratch");
  }

  /** For a service instance's own files. */
  Path state(String instance) {
    return directory.resolve("state").resolve(instance);
  }

  Secrets secrets() {
    return new Secrets(directory.resolve("secrets.properties"));
  }

  /**
   * Notes settings for a script of operators: {@code bin/dead-letters} reads {@code operator.env},
   * {@code bin/operator} reads {@code executor.env}, as a shell does.
   */
  void note(String name, Map<String, String> settings) {
    Path file = directory.resolve(name);
    StringBuilder text = new StringBuilder();
    new TreeMap<>(settings)
        .forEach(
            (setting, value) ->
                text.append("%s='%s'%n".formatted(setting, value.replace("'", "'\\''"))));
    try {
      PrivateFile.write(file, text.toString());
    } catch (IOException e) {
      throw new CannotStart("Cannot write " + file + ": " + e, e);
    }
  }

  @Override
  public void close() {
    lock.close();
  }
}
