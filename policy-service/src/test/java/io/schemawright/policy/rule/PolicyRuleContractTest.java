package io.schemawright.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.schemawright.plan.Finding;
import io.schemawright.plan.PolicySet;
import io.schemawright.plan.Severity;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What holds for every rule, and what each rule's fixture expects of it. */
class PolicyRuleContractTest {
  private static final Pattern KEBAB_CASE = Pattern.compile("[a-z]+(-[a-z]+)*");

  @Test
  void ids_areUniqueAndInKebabCase() {
    List<String> ids = Rules.load().all().stream().map(PolicyRule::id).toList();

    assertThat(ids).doesNotHaveDuplicates().allMatch(id -> KEBAB_CASE.matcher(id).matches());
    assertThat(ids).doesNotContain(Rules.RULE_FAILED);
  }

  @Test
  void aRuleThatThrows_refusesTheRequestAndIsNamed() {
    PolicyRule broken =
        new PolicyRule() {
          @Override
          public String id() {
            return "broken";
          }

          @Override
          public Stream<Finding> check(Proposal proposal) {
            throw new IllegalStateException("a bug");
          }
        };
    Proposal proposal = Fixture.of("require-primary-key").accepts().get(0).proposal();

    List<Finding> findings = Rules.of(List.of(broken)).check(proposal);

    assertThat(findings).hasSize(1);
    assertThat(findings.get(0).severity()).isEqualTo(Severity.ERROR);
    assertThat(findings.get(0).message()).contains("broken");
  }

  @Test
  void theSeverity_isThePolicySetsIfItHasOne() {
    Proposal proposal = Fixture.of("text-over-varchar").refuses().get(0).proposal();
    PolicySet set = proposal.policySet();
    Proposal stricter =
        new Proposal(
            proposal.request(),
            proposal.submission(),
            new PolicySet(
                set.name(),
                2,
                set.autoApproveTargets(),
                set.protectedTables(),
                set.safeTypes(),
                1,
                48,
                Map.of("text-over-varchar", Severity.ERROR)),
            proposal.surroundings(),
            Optional.empty());

    assertThat(Rules.of(List.of(new TextOverVarchar())).check(stricter))
        .isNotEmpty()
        .allMatch(finding -> finding.severity() == Severity.ERROR);
  }

  @TestFactory
  Stream<DynamicContainer> fixtures() {
    return Rules.load().all().stream()
        .map(
            rule -> {
              Fixture fixture = Fixture.of(rule.id());
              assertThat(fixture.accepts()).as(rule.id() + " accepts something").isNotEmpty();
              assertThat(fixture.refuses()).as(rule.id() + " refuses something").isNotEmpty();
              return dynamicContainer(
                  rule.id(),
                  Stream.concat(
                      fixture.accepts().stream()
                          .map(
                              c ->
                                  dynamicTest(
                                      "accepts: " + c.name(),
                                      () -> assertThat(findings(rule, c)).isEmpty())),
                      fixture.refuses().stream()
                          .map(c -> dynamicTest("refuses: " + c.name(), () -> refuses(rule, c)))));
            });
  }

  private static void refuses(PolicyRule rule, Fixture.Case refused) {
    List<Finding> findings = findings(rule, refused);

    assertThat(findings)
        .extracting(finding -> new Fixture.Expected(finding.severity(), finding.where()))
        .containsExactlyInAnyOrderElementsOf(
            Objects.requireNonNull(refused.findings(), "a refusal names its findings"));
    assertThat(findings)
        .allMatch(finding -> finding.rule().equals(rule.id()))
        .noneMatch(finding -> finding.message().isBlank() || finding.remedy().isBlank());
    findings.stream()
        .filter(finding -> !finding.instead().isEmpty())
        .forEach(
            finding ->
                assertThat(findings(rule, refused.with(finding)))
                    .as("what is left of it when %s is sent", finding.instead())
                    .extracting(Finding::message)
                    .doesNotContain(finding.message()));
  }

  private static List<Finding> findings(PolicyRule rule, Fixture.Case judged) {
    List<Finding> once = rule.check(judged.proposal()).toList();
    assertThat(rule.check(judged.proposal()).toList()).isEqualTo(once);
    return once;
  }
}
