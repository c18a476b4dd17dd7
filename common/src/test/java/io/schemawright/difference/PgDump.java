package io.schemawright.difference;

import io.schemawright.embedded.Infrastructure;
import io.schemawright.embedded.PostgresServer;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** PostgreSQL's own {@code pg_dump}, where one as new as the server is at hand: another judge. */
final class PgDump {
  private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+)");

  /** Their names (PostgreSQL 18) are no part of the model: RATIONALE.md. */
  private static final Pattern NAME_OF_NOT_NULL =
      Pattern.compile("CONSTRAINT (?:\"(?:[^\"]|\"\")+\"|[\\w$]+) NOT NULL");

  private static final Pattern END_OF_STATEMENT = Pattern.compile(";\n+");

  private final String program;

  private PgDump(String program) {
    this.program = program;
  }

  /**
   * One for a server of this version, from {@code -Dschemawright.pg-dump}, PATH or Debian's place.
   */
  static Optional<PgDump> find(int serverVersion) {
    List<String> places = new ArrayList<>();
    String named = System.getProperty("schemawright.pg-dump");
    if (named != null) {
      places.add(named);
    }
    places.add("pg_dump");
    File[] versions = new File("/usr/lib/postgresql").listFiles();
    for (File version : versions == null ? new File[0] : versions) {
      places.add(new File(version, "bin/pg_dump").getPath());
    }
    return places.stream()
        .filter(place -> version(place) >= serverVersion)
        .findFirst()
        .map(PgDump::new);
  }

  private static int version(String place) {
    try {
      Matcher matcher = VERSION.matcher(run(place, "--version"));
      return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  /** The statements, and within CREATE TABLE the lines, in an order of their own. */
  NavigableSet<String> of(String database) {
    PostgresServer server = Infrastructure.postgres();
    String text;
    try {
      text =
          run(
              program,
              "--schema-only",
              "--no-owner",
              "--no-privileges",
              "--dbname="
                  + server.jdbcUrl(database).substring("jdbc:".length())
                  + "?user=postgres");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    NavigableSet<String> statements = new TreeSet<>();
    String stripped =
        text.lines()
            .filter(line -> !line.startsWith("--") && !line.startsWith("\\"))
            .map(line -> NAME_OF_NOT_NULL.matcher(line).replaceAll("NOT NULL"))
            .collect(Collectors.joining("\n"));
    END_OF_STATEMENT
        .splitAsStream(stripped + "\n")
        .map(String::strip)
        .filter(statement -> !statement.isEmpty() && !statement.startsWith("SET "))
        .map(PgDump::withSortedLines)
        .forEach(statements::add);
    return statements;
  }

  private static String withSortedLines(String statement) {
    if (!statement.startsWith("CREATE TABLE") && !statement.startsWith("CREATE UNLOGGED TABLE")) {
      return statement;
    }
    return statement
        .lines()
        .map(line -> line.endsWith(",") ? line.substring(0, line.length() - 1) : line)
        .sorted()
        .collect(Collectors.joining("\n"));
  }

  private static String run(String... command) throws IOException {
    Process process =
        new ProcessBuilder(Stream.of(command).toList())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException(command[0] + " failed with " + process.exitValue());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
    return text;
  }
}
