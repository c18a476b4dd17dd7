package io.schemawright.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemawright.change.CreateTable;
import io.schemawright.change.RequestedColumn;
import io.schemawright.event.DecisionMade;
import io.schemawright.plan.Finding;
import io.schemawright.plan.PolicyScope;
import io.schemawright.plan.PolicySet;
import io.schemawright.plan.PolicySetRef;
import io.schemawright.plan.Verdict;
import io.schemawright.policy.rule.Rules;
import io.schemawright.policy.set.FileProblem;
import io.schemawright.policy.set.SetReader;
import io.schemawright.request.Waiver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Policy sets that come over the topic, and waivers under them. */
class PolicySetsInTheTopologyTest {
  private static final String FOR_THE_SANDBOX =
      """
      name: sandbox
      appliesTo: {targets: [sandbox]}
      autoApproveTargets: ["*"]
      """;

  private final Stage stage = Stage.set();

  @AfterEach
  void close() {
    stage.close();
  }

  static PolicySet set(String yaml, int version) {
    List<FileProblem> problems = new ArrayList<>();
    return new SetReader(Rules.load(), Stage.builtIn())
        .read("test", yaml, problems)
        .orElseThrow(() -> new AssertionError(problems))
        .withVersion(version);
  }

  @Test
  void aPublishedSet_isInForceFromThenOn_andDecisionsNameIt() {
    stage.send(Asked.table("req-1", Stage.OPTED_IN, Asked.carts()));
    assertThat(stage.decision().policySet()).isEqualTo(new PolicySetRef("default", 1));

    stage.publish(set(FOR_THE_SANDBOX + "severities: {text-over-varchar: error}\n", 4));
    stage.send(Asked.table("req-2", Stage.OPTED_IN, varchar("notes")));
    stage.send(Asked.table("req-3", Stage.REVIEWED, varchar("notes")));

    List<DecisionMade> decisions = stage.decisions();
    assertThat(decisions.get(0).policySet()).isEqualTo(new PolicySetRef("sandbox", 4));
    assertThat(decisions.get(0).verdict()).isInstanceOf(Verdict.Rejected.class);
    assertThat(decisions.get(1).policySet()).isEqualTo(new PolicySetRef("default", 1));
    assertThat(decisions.get(1).verdict()).isInstanceOf(Verdict.Waiting.class);
  }

  @Test
  void anOlderVersion_thatComesLate_changesNothing() {
    stage.publish(Stage.builtIn().withVersion(1));
    stage.send(Asked.table("req-1", Stage.OPTED_IN, Asked.carts()));

    assertThat(stage.decision().verdict()).isInstanceOf(Verdict.Approved.class);
  }

  @Test
  void afterARestart_theSetsOfTheTopicAreInForce() {
    stage.publish(set(FOR_THE_SANDBOX, 4));
    try (Stage restarted = stage.restarted()) {
      restarted.send(Asked.table("req-1", Stage.OPTED_IN, Asked.carts()));

      assertThat(restarted.decision().policySet()).isEqualTo(new PolicySetRef("sandbox", 4));
    }
  }

  @Test
  void aWaiverThatTheSetAllows_letsThroughWhatItNames_andIsSeenAndCounted() {
    String strict = FOR_THE_SANDBOX + "severities: {text-over-varchar: error}\n";
    Waiver waiver =
        new Waiver("text-over-varchar", "the standard says 80", "$.changes[0].columns[1]", "grace");
    stage.publish(set(strict, 1));
    stage.send(Asked.waiving("req-1", List.of(waiver), varchar("notes")));
    DecisionMade refused = stage.decision();
    assertThat(refused.verdict()).isInstanceOf(Verdict.Rejected.class);
    assertThat(refused.findings())
        .anyMatch(f -> f.rule().equals("waiver-without-effect") && f.message().contains("sandbox"));

    stage.publish(set(strict + "waivable: [text-over-varchar]\n", 2));
    stage.send(Asked.waiving("req-2", List.of(waiver), varchar("notes")));
    DecisionMade approved = stage.decision();
    assertThat(approved.verdict()).isInstanceOf(Verdict.Approved.class);
    assertThat(approved.findings())
        .filteredOn(f -> f.rule().equals("text-over-varchar"))
        .extracting(Finding::waived)
        .containsExactly(new Finding.Waived("grace", "the standard says 80"));
    assertThat(
            stage
                .metrics
                .get("schemawright.policy.findings.waived")
                .tag("rule", "text-over-varchar")
                .counter()
                .count())
        .isEqualTo(1);
  }

  @Test
  void aWaiverOfAnotherPlace_changesNothing() {
    stage.publish(
        set(
            FOR_THE_SANDBOX
                + "severities: {text-over-varchar: error}\nwaivable: [text-over-varchar]\n",
            1));
    Waiver elsewhere =
        new Waiver("text-over-varchar", "it is short", "$.changes[0].columns[10]", null);

    stage.send(Asked.waiving("req-1", List.of(elsewhere), varchar("notes")));

    assertThat(stage.decision().verdict()).isInstanceOf(Verdict.Rejected.class);
  }

  @Test
  void nobodyIsLetOff_whatGuardsProtectedTables_evenIfASetSaysSo() {
    PolicySet allowing =
        new PolicySet(
            "sandbox",
            9,
            Stage.builtIn().autoApproveTargets(),
            Stage.builtIn().protectedTables(),
            Stage.builtIn().safeTypes(),
            1,
            48,
            Map.of(),
            new PolicyScope(Set.of(Stage.OPTED_IN), Set.of()),
            null,
            new TreeMap<>(),
            Set.of("protected-table-created"),
            Map.of(),
            Set.of(),
            Map.of(),
            null);
    stage.publish(allowing);

    stage.send(
        Asked.waiving(
            "req-1",
            List.of(new Waiver("protected-table-created", "I want it")),
            Asked.create("messages")));

    DecisionMade decision = stage.decision();
    assertThat(decision.verdict()).isInstanceOf(Verdict.Rejected.class);
    assertThat(decision.findings())
        .anyMatch(f -> f.message().contains("nobody is let off the rule"));
  }

  private static CreateTable varchar(String table) {
    return Asked.create(
        table,
        new RequestedColumn(
            "word", "varchar(80)", null, null, false, false, null, null, null, null, null));
  }
}
