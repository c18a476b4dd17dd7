package io.schemawright.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/operations.md} names every setting that the code reads and every key of its logs, and
 * no other.
 */
class OperatorsGuideTest {
  private static final Path ROOT = Path.of("..");
  private static final List<String> MODULES =
      List.of("common", "intake-service", "policy-service", "executor-service", "notifier-service");

  private static final Pattern READ =
      Pattern.compile(
          "settings(?:\\(\\))?\\s*\\.\\s*(?:text|optional|number|port|flag|duration|list)\\(\\s*\"(\\w+)\"");
  private static final Pattern LISTED = Pattern.compile("listed\\(settings, \"(\\w+)\"");
  private static final Pattern OF_A_TARGET =
      Pattern.compile("(?:settings\\.(?:text|duration)\\(|settings, )prefix \\+ \"(\\w+)\"");
  private static final Pattern ENVIRONMENT =
      Pattern.compile("(?:getenv\\(\"|\\$\\{)SCHEMAWRIGHT_(\\w+)");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| (`[A-Z][^|]*) \\|");
  private static final Pattern LOG_KEY = Pattern.compile("addKeyValue\\(\\s*\"(\\w+)\"");
  private static final Pattern LOG_ROW = Pattern.compile("(?m)^\\| (`[a-z][^|]*) \\|");
  private static final Pattern DOCUMENTED_KEY = Pattern.compile("`([a-z]\\w*)`");
  private static final Pattern LOGGED =
      Pattern.compile(
          "(?s)\\bLOG\\s*\\.(?:at\\w+\\((?:(?!;\\s).)*?\\.log|info|warn|error|debug|trace)\\((.*?)\\);");
  private static final Pattern LITERAL = Pattern.compile("\"(?:\\\\.|[^\"\\\\])*\"");
  private static final Pattern NAME = Pattern.compile("`([A-Z][A-Z_<>]+)`");

  @Test
  void settings_areThoseThatTheCodeReads() throws IOException {
    Set<String> read = new TreeSet<>();
    for (String module : MODULES) {
      String sources = sources(ROOT.resolve(module).resolve("src/main"));
      add(read, "", READ.matcher(sources));
      add(read, "", LISTED.matcher(sources));
      add(read, "TARGET_<NAME>_", OF_A_TARGET.matcher(sources));
      add(read, "", ENVIRONMENT.matcher(sources));
    }
    assertThat(read).contains("HTTP_PORT", "LOG_FORMAT", "STOP_WITH_STDIN", "TARGET_<NAME>_URL");

    Set<String> documented = new TreeSet<>();
    ROW.matcher(Files.readString(ROOT.resolve("docs/operations.md")))
        .results()
        .forEach(row -> add(documented, "", NAME.matcher(row.group(1))));

    assertThat(documented).isEqualTo(read);
  }

  @Test
  void logKeys_areThoseThatTheCodeWrites() throws IOException {
    Set<String> written = new TreeSet<>();
    for (String module : MODULES) {
      add(written, "", LOG_KEY.matcher(sources(ROOT.resolve(module).resolve("src/main"))));
    }
    String guide = Files.readString(ROOT.resolve("docs/operations.md"));
    String table = guide.substring(guide.indexOf("| log key |"));
    Set<String> documented = new TreeSet<>();
    LOG_ROW
        .matcher(table.substring(0, table.indexOf("\n\n")))
        .results()
        .forEach(row -> add(documented, "", DOCUMENTED_KEY.matcher(row.group(1))));

    assertThat(documented).isEqualTo(written);
  }

  /** What varies is a value beside the text, under one of the keys above: nothing else slips in. */
  @Test
  void logTexts_areConstant() throws IOException {
    for (String module : MODULES) {
      assertThat(LOGGED.matcher(sources(ROOT.resolve(module).resolve("src/main"))).results())
          .as(module)
          .isNotEmpty()
          .extracting(logged -> LITERAL.matcher(logged.group(1)).replaceAll(""))
          .noneMatch(rest -> rest.contains("+") || rest.contains("("))
          .noneMatch(rest -> rest.contains(","));
    }
  }

  private static void add(Set<String> names, String prefix, Matcher found) {
    found.results().forEach(name -> names.add(prefix + name.group(1)));
  }

  private static String sources(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      StringBuilder all = new StringBuilder();
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        all.append(Files.readString(file)).append('\n');
      }
      return all.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
