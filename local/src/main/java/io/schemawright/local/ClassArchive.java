package io.schemawright.local;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.UUID;
import javax.management.JMException;
import javax.management.ObjectName;
import org.slf4j.LoggerFactory;

/**
 * The classes of a program as its JVM laid them out in memory, for its next start (class data
 * sharing, JEP 350): a service that finds them needs a third less processor time to start.
 *
 * <p>The second run after a build writes them when it ends in order, beside their place, and they
 * are moved there only then: what a kill cut off is never read. Not the first, which would start
 * slower for it, and may be the only one. They belong to one version of the JDK, whose name they
 * carry, and to jars that have not changed since. Where they cannot be kept, starts are as slow as
 * they were, and that is all. Thread-safe, and any number of processes may use and write the same
 * one.
 */
final class ClassArchive {
  private final Path directory;
  private final Path file;
  private final Path ran;
  private final String classPath;

  private ClassArchive(Path directory, String name, String classPath) {
    this.directory = directory;
    this.file = directory.resolve("%s-jdk-%s.jsa".formatted(name, Runtime.version()));
    this.ran = directory.resolve(name + ".ran");
    this.classPath = classPath;
  }

  /** In this directory, for a program of this name that is run by the JDK we run on. */
  static ClassArchive in(Path directory, String name, String classPath) {
    return new ClassArchive(directory, name, classPath);
  }

  /**
   * Leaves the classes of this JVM, which must run with {@code -XX:+RecordDynamicDumpInfo}. Takes a
   * second or two, in which no thread runs.
   *
   * @param file is replaced in one go
   * @throws IllegalStateException when the JVM cannot, with its own words
   */
  static void leaveOwn(Path file) {
    Path whole = besides(file);
    try {
      Object said =
          ManagementFactory.getPlatformMBeanServer()
              .invoke(
                  new ObjectName("com.sun.management:type=DiagnosticCommand"),
                  "vmCds",
                  new Object[] {new String[] {"dynamic_dump", whole.toString()}},
                  new String[] {String[].class.getName()});
      if (!Files.exists(whole)) {
        throw new IllegalStateException(String.valueOf(said));
      }
      Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (JMException | IOException e) {
      throw new IllegalStateException("Cannot keep the classes in " + file, e);
    }
  }

  private static Path besides(Path file) {
    return file.resolveSibling(file.getFileName() + "." + UUID.randomUUID());
  }

  /** For a process that is about to start. */
  Use use() {
    if (isCurrent(file)) {
      return new Use(file, List.of("-XX:SharedArchiveFile=" + file));
    }
    if (isCurrent(ran)) {
      deleteLeftovers();
      return leaveOne(besides(file));
    }
    noteRun();
    return new Use(file, List.of());
  }

  private void noteRun() {
    try {
      Files.writeString(ran, "");
    } catch (IOException e) {
      notKept(e);
    }
  }

  /** Of runs whose parent was killed. Whoever is about to keep one of them does without. */
  private void deleteLeftovers() {
    try (DirectoryStream<Path> leftovers =
        Files.newDirectoryStream(directory, file.getFileName() + ".*")) {
      for (Path leftover : leftovers) {
        Files.deleteIfExists(leftover);
      }
    } catch (IOException e) {
      notKept(e);
    }
  }

  /** Its logger is made here; made with the class, it would write into a home that is not there. */
  private void notKept(IOException fault) {
    LoggerFactory.getLogger(ClassArchive.class)
        .atWarn()
        .setCause(fault)
        .addKeyValue("archive", file)
        .log("classes are not kept");
  }

  private Use leaveOne(Path path) {
    // Without a line for each generated class, which none can hold.
    return new Use(
        path,
        List.of("-XX:ArchiveClassesAtExit=" + path, "-Xlog:cds=error", "-Xlog:cds+dynamic=error"));
  }

  /** Whether it was written after all the jars. */
  private boolean isCurrent(Path written) {
    try {
      FileTime then = Files.getLastModifiedTime(written);
      for (String entry : classPath.split(":", -1)) {
        if (Files.getLastModifiedTime(Path.of(entry)).compareTo(then) > 0) {
          return false;
        }
      }
      return true;
    } catch (IOException notThere) {
      return false;
    }
  }

  /** What one process does with the archive: reads it, leaves one, or neither. */
  final class Use {
    private final Path path;
    private final List<String> options;

    private Use(Path path, List<String> options) {
      this.path = path;
      this.options = options;
    }

    /** The JVM's options for it. */
    List<String> options() {
      return options;
    }

    /** Whether the process writes an archive when it ends, which takes it some seconds. */
    boolean writes() {
      return !path.equals(file);
    }

    /**
     * To be called once the process has ended.
     *
     * @param inOrder false keeps nothing of what it may have written
     */
    void ended(boolean inOrder) {
      if (writes()) {
        try {
          if (inOrder) {
            Files.move(path, file, StandardCopyOption.ATOMIC_MOVE);
          } else {
            Files.deleteIfExists(path);
          }
        } catch (NoSuchFileException e) {
          // The JVM left none, and has said why.
        } catch (IOException e) {
          notKept(e);
        }
      }
    }
  }
}
