package io.schemawright.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemawright.plan.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds {@code docs/rules.md} against the rules and what their fixtures expect of them. */
class RulesPageTest {
  private static final Path PAGE = Path.of("../docs/rules.md");
  private static final Pattern CELLS = Pattern.compile(" *\\| *");
  private static final Pattern NAMED = Pattern.compile("`([a-z]+(?:-[a-z]+)+)`");
  private static final int HAZARDS = 90;

  @Test
  void everyRule_hasARow_withItsSeverities() throws IOException {
    List<String> rows =
        rows("Rules").map(row -> String.join(" | ", row.subList(0, 3)).strip()).toList();

    assertThat(rows)
        .containsExactlyElementsOf(
            Rules.load().all().stream()
                .map(
                    rule ->
                        "`%s` | %s | %s"
                            .formatted(
                                rule.id(), severities(rule), rule.needsAPerson() ? "a person" : "")
                            .strip())
                .toList());
    assertThat(rows("Rules")).allMatch(row -> row.stream().skip(3).noneMatch(String::isBlank));
  }

  @Test
  void everyHazard_hasARow_thatNamesOnlyRulesThereAre() throws IOException {
    List<String> ids = Rules.load().all().stream().map(PolicyRule::id).toList();
    List<List<String>> hazards = rows("Known hazards").toList();

    assertThat(hazards.stream().map(row -> row.get(0)))
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, HAZARDS).mapToObj(String::valueOf).toList());
    assertThat(
            Stream.concat(hazards.stream(), rows("The seed documents"))
                .flatMap(row -> NAMED.matcher(row.get(row.size() - 1)).results())
                .map(match -> match.group(1)))
        .isNotEmpty()
        .allMatch(ids::contains);
  }

  /** Those for statements that a person wrote need a rehearsal: {@code WrittenTest}. */
  @Test
  void everyRuleThatOffersChanges_hasARow() throws IOException {
    List<String> offering =
        Rules.load().all().stream()
            .filter(
                rule ->
                    rule.id().equals("hand-written-sql")
                        || Fixture.of(rule.id()).refuses().stream()
                            .flatMap(refused -> rule.check(refused.proposal()))
                            .anyMatch(finding -> !finding.instead().isEmpty()))
            .map(rule -> "`" + rule.id() + "`")
            .toList();

    assertThat(rows("Ready to be sent").map(row -> row.get(0))).containsExactlyElementsOf(offering);
  }

  private static String severities(PolicyRule rule) {
    List<Severity> seen =
        Fixture.of(rule.id()).refuses().stream()
            .flatMap(refused -> Objects.requireNonNull(refused.findings()).stream())
            .map(Fixture.Expected::severity)
            .toList();
    return Stream.of(Severity.ERROR, Severity.WARNING, Severity.ADVICE)
        .filter(seen::contains)
        .map(severity -> severity.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }

  /** The rows of a section's table, without its head. */
  private static Stream<List<String>> rows(String section) throws IOException {
    return Files.readAllLines(PAGE).stream()
        .dropWhile(line -> !line.equals("## " + section))
        .skip(1)
        .takeWhile(line -> !line.startsWith("## "))
        .filter(line -> line.startsWith("| "))
        .skip(2)
        .map(line -> CELLS.splitAsStream(line).skip(1).toList());
  }
}
