package io.schemawright.policy.set;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemawright.plan.Limits;
import io.schemawright.plan.PolicySet;
import io.schemawright.plan.Reviewers;
import io.schemawright.plan.RiskLevel;
import io.schemawright.plan.Severity;
import io.schemawright.policy.PolicySettingsTest;
import io.schemawright.policy.rule.Rules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SetReaderTest {
  private static final Path GUIDE = Path.of("../docs/policies.md");
  private static final PolicySet BUILT_IN = PolicySettingsTest.settings(Map.of()).policySet();
  private final SetReader reader = new SetReader(Rules.load(), BUILT_IN);
  private final List<FileProblem> problems = new ArrayList<>();

  @Test
  void theExampleOfTheGuide_isASetInWhichEveryFieldIsUsed() throws IOException {
    Matcher example = Pattern.compile("(?s)```yaml\n(.*?)```").matcher(Files.readString(GUIDE));
    assertThat(example.find()).isTrue();

    PolicySet set = read(example.group(1)).orElseThrow(() -> new AssertionError(problems));

    assertThat(set.name()).isEqualTo("production");
    assertThat(set.autoApproves("orders", RiskLevel.LOW)).isFalse();
    assertThat(set.autoApproves("play", RiskLevel.LOW)).isTrue();
    assertThat(set.autoApproves("play", RiskLevel.MODERATE)).isFalse();
    assertThat(set.reviewersOf(RiskLevel.LOW)).isEqualTo(Reviewers.anybody(1));
    assertThat(set.reviewersOf(RiskLevel.MODERATE)).isEqualTo(Reviewers.anybody(1));
    assertThat(set.reviewersOf(RiskLevel.HIGH)).isEqualTo(new Reviewers(1, "lead", false));
    assertThat(set.reviewersOf(RiskLevel.CRITICAL)).isEqualTo(new Reviewers(2, "lead", true));
    assertThat(set.severities()).containsValue(Severity.ERROR);
    assertThat(set.requiredColumns()).containsEntry("created_at", "timestamptz");
    assertThat(set.names()).isNotEmpty();
    assertThat(set.waivable()).isNotEmpty();
    assertThat(set.allowedTypes()).contains("timestamptz");
    assertThat(set.limits()).isNotEqualTo(Limits.NONE);
    for (String field : PolicySetFields.all()) {
      assertThat(Files.readString(GUIDE)).contains("| `" + field + "` |");
      assertThat(example.group(1)).containsPattern("(?m)^" + field + ":");
    }
  }

  @Test
  void theShippedSets_areRight() {
    SetFiles files = SetFiles.read(Path.of("../deploy/policies"), reader);

    assertThat(files.problems()).isEmpty();
    assertThat(files.sets()).isNotEmpty();
  }

  @Test
  void whatIsNotSaid_isAsBuiltIn() {
    PolicySet set = read("name: default\n").orElseThrow();

    assertThat(set).isEqualTo(BUILT_IN);
  }

  @Test
  void everyProblem_isToldAtOnce_withItsLineAndWhatIsExpected() {
    assertThat(
            read(
                """
                name: Production!
                appliesTo:
                  targets: [orders, "no good"]
                autoApproveUpTo: critical
                protectedTabels: []
                severities:
                  text-over-varchr: error
                  bigint-precision: fatal
                names:
                  table: "[a-z"
                  view: x
                requiredColumns:
                  created_at: timstamptz
                waivable:
                  - data-loss
                  - hand-written-sql
                  - nothing-like-it
                reviewers:
                  terrible: {people: 1}
                  high: {people: 0, role: 7}
                  critical: {role: lead}
                reviewHours: soon
                limits: 3
                """))
        .isEmpty();

    assertThat(problems.stream().map(FileProblem::toString))
        .containsExactlyInAnyOrder(
            "a.yaml, line 1: name is \"Production!\", expected a name in kebab case",
            "a.yaml, line 3: appliesTo.targets.1 is \"no good\", expected a name such as orders",
            "a.yaml, line 4: autoApproveUpTo is \"critical\", expected one of low, moderate",
            "a.yaml, line 5: protectedTabels is \"protectedTabels\", which is no field; did you mean"
                + " protectedTables?",
            "a.yaml, line 7: severities.text-over-varchr is \"text-over-varchr\", which is no rule;"
                + " did you mean text-over-varchar?",
            "a.yaml, line 8: severities.bigint-precision is \"fatal\", expected one of error,"
                + " warning, advice",
            "a.yaml, line 10: names.table is no regular expression: Unclosed character class",
            "a.yaml, line 11: names.view is \"view\", which is no kind of name; expected one of"
                + " column, index, table",
            problemAt(13, "requiredColumns.created_at is no base type"),
            "a.yaml, line 16: waivable.1 is \"hand-written-sql\", which nobody can be let off",
            problemAt(17, "waivable.2 is \"nothing-like-it\", which is no rule"),
            problemAt(19, "reviewers.terrible is \"terrible\", which is no level of risk"),
            "a.yaml, line 20: reviewers.high.people must be a whole number from 1 to 9",
            "a.yaml, line 20: reviewers.high.role must be a text",
            "a.yaml, line 21: reviewers.critical needs people, how many must approve",
            "a.yaml, line 22: reviewHours must be a whole number from 1 to 10000",
            problemAt(23, "limits must have the fields"));
  }

  @Test
  void whatIsNoYaml_isToldWithItsLine() {
    assertThat(read("name: default\nseverities: {a: [\n")).isEmpty();
    assertThat(problems).singleElement().satisfies(p -> assertThat(p.line()).isGreaterThan(1));
  }

  @Test
  void anAlias_aSecondValueAndASecondDocument_areRefused() {
    assertThat(read("name: &n default\nwaivable: [*n]\n")).isEmpty();
    assertThat(read("name: default\nname: default\n")).isEmpty();
    assertThat(read("name: default\n---\nname: other\n")).isEmpty();
    assertThat(read("")).isEmpty();
    assertThat(read("- default\n")).isEmpty();
    assertThat(problems).hasSizeGreaterThanOrEqualTo(5);
  }

  @Test
  void onlyTheDefault_isForAllElse() {
    assertThat(read("name: production\n")).isEmpty();
    assertThat(read("name: default\nappliesTo: {targets: [orders]}\n")).isEmpty();
  }

  private String problemAt(int line, String beginning) {
    return problems.stream()
        .map(FileProblem::toString)
        .filter(text -> text.startsWith("a.yaml, line " + line + ": " + beginning))
        .findFirst()
        .orElse("a.yaml, line " + line + ": " + beginning);
  }

  private Optional<PolicySet> read(String text) {
    return reader.read("a.yaml", text, problems);
  }
}
