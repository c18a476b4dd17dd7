package io.schemawright.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL cluster of its own on 127.0.0.1: a data directory and the server that runs on it.
 *
 * <p>The first start creates the cluster, later ones keep it. The server outlives a kill -9 of this
 * JVM; the next start on the same directory ends it first. A lock file beside the data directory
 * keeps two living processes from doing that to each other.
 *
 * <p>Every role logs in with its password, but {@code postgres}, the superuser, from this machine
 * without one. Thread-safe. What goes wrong comes as {@link IllegalStateException} with the
 * server's own words, and leaves no server running.
 */
public final class PostgresCluster implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresCluster.class);
  private static final String SUPERUSER = "postgres";
  private static final int ATTEMPTS = 5;

  private final PostgresSettings settings;
  private final ServerAccount account;
  private final PostgresBinaries binaries;
  private final Path dataDirectory;

  private int port;
  private PostgresServer server;
  private @Nullable DirectoryLock lock;

  private PostgresCluster(PostgresSettings settings, ServerAccount account) {
    this.settings = settings;
    this.account = account;
    this.binaries = PostgresBinaries.unpacked(account);
    this.dataDirectory = settings.dataDirectory();
    this.port = settings.port() == 0 ? FreePorts.choose() : settings.port();
    this.server = new PostgresServer("127.0.0.1", port, SUPERUSER, null);
  }

  /** Creates the cluster when it is not there, starts it, and returns when it takes connections. */
  public static PostgresCluster start(PostgresSettings settings) {
    return start(settings, ServerAccount.current());
  }

  static PostgresCluster start(PostgresSettings settings, ServerAccount account) {
    PostgresCluster cluster = new PostgresCluster(settings, account);
    cluster.start();
    return cluster;
  }

  /**
   * Ends the server that a killed process left on this data directory; does nothing when there is
   * none. Throws {@link IllegalStateException} when a living process uses the directory.
   */
  public static void stopOrphan(Path dataDirectory) {
    if (Files.exists(Postmaster.pidFile(dataDirectory))) {
      PostgresCluster cluster =
          new PostgresCluster(PostgresSettings.durable(dataDirectory), ServerAccount.current());
      DirectoryLock held = takeLock(dataDirectory);
      try {
        cluster.stopOrphan();
      } finally {
        held.close();
      }
    }
  }

  /** Starts it again after a stop, on the same port; does nothing when it runs. */
  public synchronized void start() {
    if (lock != null) {
      return;
    }
    long begin = System.nanoTime();
    DirectoryLock held = takeLock(dataDirectory);
    try {
      boolean afterCrash = stopOrphan();
      boolean fresh = !Files.exists(dataDirectory.resolve("PG_VERSION"));
      if (fresh) {
        create();
      }
      startServer(afterCrash);
      if (fresh) {
        server.closeToThePublic();
      }
      lock = held;
    } catch (IOException e) {
      throw new UncheckedIOException("Could not prepare " + dataDirectory, e);
    } finally {
      if (lock == null) {
        Postmaster.of(dataDirectory).ifPresent(this::end);
        held.close();
      }
    }
    LOG.atInfo()
        .addKeyValue("dataDirectory", dataDirectory)
        .addKeyValue("port", port)
        .addKeyValue("millis", (System.nanoTime() - begin) / 1_000_000)
        .log("PostgreSQL is up");
  }

  /** Ends all sessions and stops it in good order; does nothing when it does not run. */
  public synchronized void stop() {
    DirectoryLock held = lock;
    if (held != null) {
      lock = null;
      Postmaster.of(dataDirectory).ifPresent(this::end);
      held.close();
    }
  }

  /** Stops it as a crash would: nothing is written back, the next start recovers from the log. */
  public synchronized void crash() {
    DirectoryLock held = lock;
    if (held != null) {
      lock = null;
      Programs.Outcome outcome = control("stop", "-m", "immediate", "-w", "-t", "30");
      held.close();
      if (!outcome.succeeded()) {
        throw new IllegalStateException("PostgreSQL did not stop: " + outcome.output());
      }
    }
  }

  /** Like {@link #stop()}. */
  @Override
  public void close() {
    stop();
  }

  /** The server as its superuser sees it. */
  public synchronized PostgresServer server() {
    return server;
  }

  /** The JDBC URL of a database, whether it exists or not. */
  public String jdbcUrl(String database) {
    return server().jdbcUrl(database);
  }

  /** Runs statements as the superuser, each in a transaction of its own, in {@code postgres}. */
  public void execute(String... statements) {
    server().execute(statements);
  }

  /** See {@link PostgresServer#createDatabaseWithRole}. */
  public PostgresServer.Database createDatabaseWithRole(String name, String role, String password) {
    return server().createDatabaseWithRole(name, role, password);
  }

  /** The port on 127.0.0.1. */
  public synchronized int port() {
    return port;
  }

  /** Returns whether the last server did not stop in good order. */
  private boolean stopOrphan() {
    boolean pidFileIsThere = Files.exists(Postmaster.pidFile(dataDirectory));
    Optional<Postmaster> orphan = Postmaster.of(dataDirectory);
    if (orphan.isPresent()) {
      LOG.atInfo()
          .addKeyValue("dataDirectory", dataDirectory)
          .log("Stopping the PostgreSQL that a killed process left");
      end(orphan.get());
    } else {
      Postmaster.removeMisleadingPidFile(dataDirectory);
    }
    return pidFileIsThere;
  }

  private void create() throws IOException {
    // An initdb that was killed left files without PG_VERSION, and initdb wants an empty directory.
    PostgresBinaries.deleteTree(dataDirectory);
    Files.createDirectories(dataDirectory.getParent());
    Files.createDirectory(
        dataDirectory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    account.give(dataDirectory);
    List<String> command =
        new ArrayList<>(
            List.of(
                binaries.program("initdb").toString(),
                "--pgdata=" + dataDirectory,
                "--username=" + SUPERUSER,
                "--auth=reject",
                "--encoding=UTF8",
                "--no-locale"));
    if (!settings.durable()) {
      command.add("--no-sync");
    }
    Programs.Outcome outcome = Programs.run(account.command(command));
    if (!outcome.succeeded()) {
      PostgresBinaries.deleteTree(dataDirectory);
      throw new IllegalStateException("initdb failed: " + outcome.output());
    }
  }

  /** Sessions of a killed server may take a moment to end, and a chosen port may be lost again. */
  private void startServer(boolean afterCrash) throws IOException {
    int attempts = afterCrash || settings.port() == 0 ? ATTEMPTS : 1;
    for (int attempt = 1; ; attempt++) {
      Files.writeString(dataDirectory.resolve("postgresql.conf"), settings.configuration(port));
      Files.writeString(dataDirectory.resolve("pg_hba.conf"), PostgresSettings.hostAccess());
      String log = dataDirectory.resolve("server.log").toString();
      Programs.Outcome outcome = control("start", "-l", log, "-w", "-t", "60");
      if (outcome.succeeded()) {
        return;
      }
      if (attempt == attempts) {
        throw new IllegalStateException(
            "PostgreSQL did not start: " + outcome.output() + "\n" + endOf(Path.of(log)));
      }
      pause();
      if (settings.port() == 0 && !FreePorts.isFree(port)) {
        port = FreePorts.choose();
        server = new PostgresServer("127.0.0.1", port, SUPERUSER, null);
      }
    }
  }

  /**
   * Returns when the server has let go of port and directory. That is when its pid file is gone;
   * the process may stay as a zombie for as long as whoever adopted it does not look.
   */
  private void end(Postmaster postmaster) {
    Programs.Outcome fast = control("stop", "-m", "fast", "-w", "-t", "20");
    if (!fast.succeeded() && Postmaster.of(dataDirectory).equals(Optional.of(postmaster))) {
      LOG.warn("PostgreSQL did not stop in good order; stopping it at once");
      control("stop", "-m", "immediate", "-w", "-t", "20");
    }
  }

  private Programs.Outcome control(String action, String... options) {
    List<String> command =
        new ArrayList<>(
            List.of(binaries.program("pg_ctl").toString(), action, "-D", dataDirectory.toString()));
    command.addAll(List.of(options));
    return Programs.run(account.command(command));
  }

  private static DirectoryLock takeLock(Path dataDirectory) {
    Path file = dataDirectory.resolveSibling(dataDirectory.getFileName() + ".lock");
    return DirectoryLock.take(file)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "The PostgreSQL in " + dataDirectory + " is in use by another process"));
  }

  private static String endOf(Path log) throws IOException {
    if (!Files.exists(log)) {
      return "";
    }
    List<String> lines = Files.readAllLines(log);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 10), lines.size()));
  }

  private static void pause() {
    try {
      Thread.sleep(500);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for PostgreSQL", e);
    }
  }
}
