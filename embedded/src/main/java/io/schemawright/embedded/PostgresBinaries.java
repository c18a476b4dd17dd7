package io.schemawright.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's programs, unpacked once per machine and version from the archive on the class path.
 *
 * @param directory holds {@code bin}, {@code lib} and {@code share}
 */
record PostgresBinaries(Path directory) {
  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> READABLE =
      PosixFilePermissions.fromString("rwxr-xr-x");

  Path program(String name) {
    return directory.resolve("bin").resolve(name);
  }

  /**
   * Those for this machine.
   *
   * @throws IllegalStateException when the class path has none for it
   */
  static PostgresBinaries unpacked(ServerAccount account) {
    URL archive = archive();
    try {
      URLConnection connection = archive.openConnection();
      Path cache = cacheDirectory(account);
      Path target = cache.resolve("postgres-" + identity(connection));
      if (!Files.isDirectory(target)) {
        try (InputStream content = connection.getInputStream()) {
          unpack(content, cache, target);
        }
      }
      return new PostgresBinaries(target);
    } catch (IOException e) {
      throw new UncheckedIOException("Could not unpack PostgreSQL", e);
    }
  }

  private static URL archive() {
    String system =
        System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("mac")
            ? "darwin"
            : "linux";
    String processor =
        Set.of("aarch64", "arm64").contains(System.getProperty("os.arch", ""))
            ? "arm_64"
            : "x86_64";
    String name = "/postgres-%s-%s.txz".formatted(system, processor);
    URL archive = PostgresBinaries.class.getResource(name);
    if (archive == null) {
      throw new IllegalStateException(
          "The class path has no " + name + ": PostgreSQL's programs for this machine");
    }
    return archive;
  }

  /** Another archive has another checksum: the jar knows it without reading 15 MB. */
  private static String identity(URLConnection connection) throws IOException {
    if (connection instanceof JarURLConnection jar) {
      return "%08x-%d".formatted(jar.getJarEntry().getCrc(), jar.getJarEntry().getSize());
    }
    return "%x-%d".formatted(connection.getLastModified(), connection.getContentLengthLong());
  }

  /** Never a directory that another user could have prepared for us: its programs get run. */
  private static Path cacheDirectory(ServerAccount account) throws IOException {
    Path cache =
        account.isForeign()
            ? Path.of(System.getProperty("java.io.tmpdir"), "schemawright-postgres")
            : Path.of(System.getProperty("user.home"), ".cache", "schemawright");
    Set<PosixFilePermission> permissions = account.isForeign() ? READABLE : PRIVATE;
    if (!Files.isDirectory(cache, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectories(cache.toAbsolutePath().getParent());
      Files.createDirectory(cache, PosixFilePermissions.asFileAttribute(permissions));
    }
    if (!Files.getOwner(cache, LinkOption.NOFOLLOW_LINKS).equals(ourselves())) {
      throw new IOException(cache + " belongs to another user");
    }
    Files.setPosixFilePermissions(cache, permissions);
    return cache;
  }

  private static UserPrincipal ourselves() throws IOException {
    Path probe = Files.createTempFile("schemawright", "owner");
    try {
      return Files.getOwner(probe);
    } finally {
      Files.delete(probe);
    }
  }

  /** Beside its place first, then renamed: whoever is killed or comes second leaves no half. */
  private static void unpack(InputStream archive, Path cache, Path target) throws IOException {
    Path unfinished = Files.createTempDirectory(cache, "unfinished");
    Files.setPosixFilePermissions(unfinished, READABLE);
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(archive)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        write(tar, entry, unfinished);
      }
    }
    try {
      Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      deleteTree(unfinished);
      if (!Files.isDirectory(target)) {
        throw e;
      }
    }
  }

  private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path directory)
      throws IOException {
    Path path = directory.resolve(entry.getName()).normalize();
    if (!path.startsWith(directory)) {
      throw new IOException("The archive holds a path outside of it: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(path);
      return;
    }
    Files.createDirectories(path.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
    } else {
      Files.copy(tar, path);
      if ((entry.getMode() & 0100) != 0) {
        Files.setPosixFilePermissions(path, READABLE);
      }
    }
  }

  /** Deletes a directory with all that is in it; one that is not there is no error. */
  static void deleteTree(Path directory) throws IOException {
    if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    List<Path> paths;
    try (Stream<Path> tree = Files.walk(directory)) {
      paths = new ArrayList<>(tree.sorted(Comparator.reverseOrder()).toList());
    }
    for (Path path : paths) {
      Files.deleteIfExists(path);
    }
  }
}
