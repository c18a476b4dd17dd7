package io.schemawright.policy.rehearsal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.SqlStatement;
import io.schemawright.embedded.Infrastructure;
import io.schemawright.embedded.PostgresServer;
import io.schemawright.plan.Effect;
import io.schemawright.plan.EffectKind;
import io.schemawright.plan.LockMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Runs every kind of statement on tables with rows and compares what another session sees of it
 * with what the {@link Observer} says, and both with what is written down for this version in
 * {@code locks/<major>.txt}. From those the page {@code docs/locks.md} is made. {@code
 * -Dschemawright.write-locks=true} writes both anew.
 */
@Tag("every-version")
class LocksTest {
  private static final Path RESOURCES = Path.of("src/test/resources/locks");
  private static final Path PAGE = Path.of("../docs/locks.md");
  private static final boolean WRITE = Boolean.getBoolean("schemawright.write-locks");
  private static final int MAJOR = Scratch.major();
  private static final List<Integer> VERSIONS = List.of(14, 15, 16, 17, 18);

  private record Kind(String group, String title, int since, String sql) {}

  @Test
  void whatIsObserved_isWhatHappens_andWhatThePageSays() throws Exception {
    PostgresServer.Database database = Infrastructure.postgres().freshDatabase("locks");
    Map<String, String> seen = new LinkedHashMap<>();
    Map<String, String> differing = new LinkedHashMap<>();
    try (Connection session = database.connect()) {
      session.setAutoCommit(false);
      for (Kind kind : kinds()) {
        if (kind.since() <= MAJOR) {
          Seen really = run(database, session, kind);
          seen.put(kind.title(), really.measured());
          if (!really.measured().equals(really.observed())) {
            differing.put(kind.title(), really.toString());
          }
        }
      }
    }
    Path written = RESOURCES.resolve(MAJOR + ".txt");
    if (WRITE) {
      Files.writeString(written, text(seen), UTF_8);
      Files.writeString(PAGE, page(), UTF_8);
    }
    assertThat(differing).isEmpty();
    assertThat(text(seen)).isEqualTo(Files.readString(written));
    assertThat(page()).isEqualTo(Files.readString(PAGE));
  }

  /** What was measured and what was observed, in the same words. */
  private record Seen(String measured, String observed) {}

  private static Seen run(PostgresServer.Database database, Connection session, Kind kind)
      throws SQLException, IOException {
    prepare(session);
    Set<ObjectRef> tables = tables(session);
    Observer observer = Observer.ofWhatExists(session, tables);
    Map<String, Long> reads = reads(session);
    session.commit();
    Set<String> read = new TreeSet<>();
    try (Measurement measurement = new Measurement(database, pid(session))) {
      session.commit();
      List<SqlStatement> statements = SqlStatement.split(kind.sql());
      if (statements.get(0).runsOutsideTransactions()) {
        session.setAutoCommit(true);
        Deque<Connection> inTheWay = Measurement.nobody();
        measurement.letAnotherIn(inTheWay);
        measurement.holdUp(
            CompletableFuture.runAsync(() -> unchecked(session, kind.sql())), inTheWay);
        session.setAutoCommit(false);
        observer.lookBack(1);
      } else {
        observer.begin();
        Map<String, Long> before = reads(session);
        for (SqlStatement statement : statements) {
          Sandbox.execute(session, statement.text());
        }
        observer.look(1, false);
        Map<String, Long> after = reads(session);
        measurement.look();
        after.forEach(
            (table, count) -> {
              if (reads.containsKey(table) && count > before.getOrDefault(table, 0L)) {
                read.add(table);
              }
            });
      }
      session.commit();
      return new Seen(
          words(measurement.locks(), measurement.rewritten(), read), words(observer.effects()));
    }
  }

  private static void unchecked(Connection session, String sql) {
    try {
      Sandbox.execute(session, sql);
    } catch (SQLException e) {
      throw new CompletionException(e);
    }
  }

  private static void prepare(Connection session) throws SQLException, IOException {
    Sandbox.execute(session, "SET LOCAL lock_timeout = 10000");
    Sandbox.execute(session, "DROP SCHEMA IF EXISTS s CASCADE");
    Sandbox.execute(session, "DROP SCHEMA IF EXISTS other CASCADE");
    Sandbox.execute(session, "SET search_path = s");
    for (SqlStatement statement :
        SqlStatement.split(Files.readString(RESOURCES.resolve("given.sql")))) {
      Sandbox.execute(session, statement.text());
    }
    session.commit();
  }

  private static String words(List<Effect> effects) {
    Map<String, LockMode> locks = new TreeMap<>();
    Set<String> rewritten = new TreeSet<>();
    Set<String> read = new TreeSet<>();
    for (Effect effect : effects) {
      LockMode mode = effect.lock();
      if (mode != null) {
        locks.put(effect.object().name(), mode);
      } else if (effect.kind() == EffectKind.REWRITE) {
        rewritten.add(effect.object().name());
      } else if (effect.kind() == EffectKind.SCAN) {
        read.add(effect.object().name());
      }
    }
    return words(locks, rewritten, read);
  }

  private static String words(
      Map<String, LockMode> locks, Set<String> rewritten, Set<String> read) {
    List<String> words = new ArrayList<>();
    locks.forEach(
        (table, mode) -> words.add(table + " " + mode.postgresName().replace("Lock", "")));
    return "%s | %s | %s"
        .formatted(
            words.isEmpty() ? "none" : String.join(", ", words),
            String.join(", ", rewritten),
            String.join(", ", read))
        .strip();
  }

  private static Set<ObjectRef> tables(Connection session) throws SQLException {
    Set<ObjectRef> tables = new HashSet<>();
    reads(session).keySet().forEach(name -> tables.add(ObjectRef.table("s", name)));
    return tables;
  }

  /** How often each table has been read as a whole by this session. */
  private static Map<String, Long> reads(Connection session) throws SQLException {
    Map<String, Long> reads = new TreeMap<>();
    try (Statement statement = session.createStatement();
        ResultSet rows =
            statement.executeQuery(
                """
                SELECT c.relname, pg_catalog.pg_stat_get_xact_numscans(c.oid)
                  FROM pg_catalog.pg_class c
                 WHERE c.relnamespace = 's'::pg_catalog.regnamespace AND c.relkind IN ('r', 'p')
                """)) {
      while (rows.next()) {
        reads.put(rows.getString(1), rows.getLong(2));
      }
    }
    return reads;
  }

  private static int pid(Connection session) throws SQLException {
    try (Statement statement = session.createStatement();
        ResultSet row = statement.executeQuery("SELECT pg_catalog.pg_backend_pid()")) {
      row.next();
      return row.getInt(1);
    }
  }

  private static List<Kind> kinds() throws IOException {
    List<Kind> kinds = new ArrayList<>();
    String group = "";
    String title = "";
    for (String line : Files.readAllLines(RESOURCES.resolve("statements.sql"))) {
      if (line.startsWith("-- # ")) {
        group = line.substring(5);
      } else if (line.startsWith("-- ")) {
        title = line.substring(3);
      } else {
        int since =
            title.matches(".* \\(1\\d\\)")
                ? Integer.parseInt(title.replaceAll(".*\\((1\\d)\\)", "$1"))
                : 0;
        kinds.add(new Kind(group, title, since, line));
      }
    }
    return kinds;
  }

  private static String text(Map<String, String> seen) {
    return seen.entrySet().stream()
        .map(entry -> entry.getKey() + " = " + entry.getValue() + "\n")
        .collect(Collectors.joining());
  }

  private static Map<String, String> written(int version) throws IOException {
    Map<String, String> written = new LinkedHashMap<>();
    Path file = RESOURCES.resolve(version + ".txt");
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        int equals = line.lastIndexOf(" = ");
        written.put(line.substring(0, equals), line.substring(equals + 3));
      }
    }
    return written;
  }

  private static String page() throws IOException {
    Map<Integer, Map<String, String>> all = new TreeMap<>();
    for (int version : VERSIONS) {
      all.put(version, written(version));
    }
    StringBuilder page =
        new StringBuilder(
            """
            # What statements lock, rewrite and read

            Measured on PostgreSQL 14 to 18, on tables with rows, by `LocksTest`, which makes this page and fails when it
            differs. Locks are those that the statement holds when it is about to commit, or, where it runs outside of a
            transaction, wherever it waits for others; AccessShare, which stops nobody but DROP and its like, is left out, and so are locks on indexes.
            `ShareUpdateExclusive` lets everybody read and write, `Share` and `ShareRowExclusive` stop writers,
            `AccessExclusive` stops readers as well (PostgreSQL manual, 13.3.1). "Reads" are tables read from end to end;
            of what runs outside of transactions they cannot be counted. Table `t` refers to `referred`, view `v` shows `t`,
            `mv` shows `referred`, `part_1` and `part_2` are partitions of `parent`, `child` inherits from `base`. A
            number after a kind is the first version that has it.
            """);
    String group = "";
    for (Kind kind : kinds()) {
      if (!kind.group().equals(group)) {
        group = kind.group();
        page.append("\n## ").append(group).append("\n\n");
        page.append(
            "| statement | | locks | rewrites | reads |\n| --- | --- | --- | --- | --- |\n");
      }
      row(page, kind, all);
    }
    return page.toString();
  }

  /** One line where all versions do the same, else one for each way. */
  private static void row(StringBuilder page, Kind kind, Map<Integer, Map<String, String>> all) {
    Map<String, List<Integer>> ways = new LinkedHashMap<>();
    all.forEach(
        (version, seen) -> {
          String way = seen.get(kind.title());
          if (way != null) {
            ways.computeIfAbsent(way, any -> new ArrayList<>()).add(version);
          }
        });
    ways.forEach(
        (way, versions) -> {
          String which =
              ways.size() == 1
                  ? ""
                  : "; PostgreSQL "
                      + versions.stream().map(String::valueOf).collect(Collectors.joining(", "));
          String[] cells = way.split("\\|", -1);
          page.append(
              "| %s%s | `%s` | %s | %s | %s |\n"
                  .formatted(
                      kind.title(),
                      which,
                      kind.sql().replace("|", "\\|"),
                      cells[0].strip(),
                      cells[1].strip(),
                      cells[2].strip()));
        });
  }
}
