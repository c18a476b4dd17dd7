package io.schemawright.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.schemawright.catalog.Fingerprint;
import io.schemawright.event.Cause;
import io.schemawright.event.DecisionMade;
import io.schemawright.event.EventId;
import io.schemawright.event.ExecutionCancelled;
import io.schemawright.event.ExecutionFailed;
import io.schemawright.event.ExecutionStale;
import io.schemawright.event.ExecutionSucceeded;
import io.schemawright.event.Failure;
import io.schemawright.event.RequestAccepted;
import io.schemawright.event.ReviewGiven;
import io.schemawright.event.TargetDescribed;
import io.schemawright.event.TraceParent;
import io.schemawright.messaging.EventCodec;
import io.schemawright.messaging.KafkaClients;
import io.schemawright.messaging.Topic;
import io.schemawright.outbox.OutgoingRecord;
import io.schemawright.plan.Approval;
import io.schemawright.plan.ObjectState;
import io.schemawright.plan.Plan;
import io.schemawright.plan.RiskLevel;
import io.schemawright.plan.Step;
import io.schemawright.plan.Verdict;
import io.schemawright.policy.plan.Draft;
import io.schemawright.policy.rehearsal.Rehearsed;
import io.schemawright.request.Identity;
import io.schemawright.request.RequestId;
import io.schemawright.request.Review;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PolicyTopologyTest {
  private final Stage stage = Stage.set();

  @AfterEach
  void close() {
    stage.close();
  }

  @Test
  void aHarmlessRequest_onATargetThatOptedIn_isApprovedWithItsPlan() {
    stage.send(Asked.table("req-1", Stage.OPTED_IN, Asked.carts()));

    DecisionMade decision = stage.decision();
    assertThat(decision.verdict()).isEqualTo(new Verdict.Approved(true, List.of()));
    assertThat(decision.number()).isEqualTo(1);
    assertThat(decision.risk().level()).isEqualTo(RiskLevel.LOW);
    Plan plan = Objects.requireNonNull(decision.plan());
    assertThat(plan.steps()).hasSize(1);
    assertThat(plan.steps().get(0).statements().get(0))
        .startsWith("CREATE TABLE \"public\".\"carts\"");
    assertThat(plan.steps().get(0).lockTimeoutMillis()).isEqualTo(1_000);
    assertThat(plan.steps().get(0).before()).isEqualTo(ObjectState.fingerprint(plan.before()));
    assertThat(plan.steps().get(0).after()).isEqualTo(ObjectState.fingerprint(plan.after()));
    assertThat(plan.down().get(0).statements()).containsExactly("DROP TABLE \"public\".\"carts\"");
  }

  @Test
  void severalTables_areOneStepEachAndGoBackInReverse() {
    stage.send(
        Asked.accepted(
            "req-1",
            Stage.OPTED_IN,
            1,
            false,
            Asked.carts(),
            Asked.create("lines", Asked.reference("cart_id", "carts"))));

    Plan plan = Objects.requireNonNull(stage.decision().plan());
    assertThat(plan.steps()).extracting(Step::number).containsExactly(1, 2);
    assertThat(plan.steps().get(1).before()).isEqualTo(plan.steps().get(0).after());
    assertThat(plan.down().get(0).statements().get(0)).contains("lines");
  }

  @Test
  void anotherTarget_waitsForAPerson() {
    stage.send(Asked.table("req-1", Stage.REVIEWED, Asked.carts()));

    DecisionMade decision = stage.decision();
    assertThat(decision.verdict()).isInstanceOf(Verdict.Waiting.class);
    assertThat(((Verdict.Waiting) decision.verdict()).reviewDue())
        .isEqualTo(Stage.NOON.plus(Duration.ofDays(2)));
    assertThat(decision.plan()).isNotNull();
  }

  @Test
  void errors_rejectWithoutARehearsal() {
    stage.send(Asked.table("req-1", Stage.OPTED_IN, Asked.create("drop_users")));

    DecisionMade decision = stage.decision();
    assertThat(decision.verdict()).isInstanceOf(Verdict.Rejected.class);
    assertThat(decision.findings().get(0).rule()).isEqualTo("dangerous-table-name");
    assertThat(stage.rehearsals.drafts()).isEmpty();
  }

  @Test
  void whatPostgresRefuses_isRejectedInItsWords() {
    stage.rehearsals.next(Rehearsed.failed("no such function f() (SQLSTATE 42883)", 3));

    stage.send(Asked.table("req-1", Stage.OPTED_IN, Asked.carts()));

    DecisionMade decision = stage.decision();
    assertThat(decision.verdict()).isInstanceOf(Verdict.Rejected.class);
    assertThat(decision.findings())
        .anyMatch(f -> f.rule().equals("does-not-run") && f.message().contains("42883"));
  }

  @Test
  void whatCannotBeTriedOut_isNeverApprovedAutomatically_andAnApprovalTriesAgain() {
    stage.rehearsals.next(Rehearsed.notRehearsable("the scratch server is away", 3));
    stage.send(Asked.table("req-1", Stage.OPTED_IN, Asked.carts()));
    assertThat(stage.decision().verdict()).isInstanceOf(Verdict.Waiting.class);

    stage.send(
        new ReviewGiven(
            new RequestId("req-1"),
            Stage.OPTED_IN,
            Identity.claimed("grace"),
            new Review.Approve(null, null)));

    DecisionMade again = stage.decision();
    assertThat(again.number()).isEqualTo(2);
    assertThat(again.plan()).isNotNull();
  }

  @Test
  void aRepeatedRequest_changesNothing() {
    RequestAccepted accepted = Asked.table("req-1", Stage.OPTED_IN, Asked.carts());
    EventId id = stage.send(accepted);
    stage.send(accepted, id);
    stage.send(accepted);
    assertThat(stage.decisions()).hasSize(1);

    finish("req-1");
    stage.send(accepted);
    assertThat(stage.decisions()).isEmpty();
  }

  @Test
  void aRequestForAnUnknownTarget_waitsUntilItIsKnown() {
    stage.send(Asked.table("req-1", "later", Asked.carts()));
    stage.send(Asked.table("req-2", "later", Asked.create("orders")));
    stage.send(new TargetDescribed("later", "", 0, "", List.of(), false, "away"));
    assertThat(stage.decisions()).isEmpty();

    stage.send(Stage.described("later"));

    assertThat(stage.decisions())
        .extracting(d -> d.requestId().value())
        .containsExactly("req-1", "req-2");
    stage.send(Stage.described("later"));
    assertThat(stage.decisions()).isEmpty();
  }

  @Test
  void anApproval_approves_andCountsOnce() {
    stage.send(Asked.table("req-1", Stage.REVIEWED, Asked.carts()));
    DecisionMade waiting = stage.decision();

    EventId id = stage.send(Asked.approval("req-1", "grace"));

    DecisionMade approved = stage.decision();
    assertThat(approved.number()).isEqualTo(2);
    Verdict.Approved verdict = (Verdict.Approved) approved.verdict();
    assertThat(verdict.automatic()).isFalse();
    assertThat(verdict.approvals()).extracting(a -> a.by().name()).containsExactly("grace");
    assertThat(approved.plan()).isEqualTo(waiting.plan());
    stage.send(Asked.approval("req-1", "grace"), id);
    stage.send(Asked.approval("req-1", "linus"));
    assertThat(stage.decisions()).isEmpty();
    assertThat(stage.metrics.counter("schemawright.policy.reviews.ignored").count()).isEqualTo(2);
  }

  @Test
  void theRequestersOwnApproval_doesNotCount() {
    stage.send(Asked.table("req-1", Stage.REVIEWED, Asked.carts()));
    stage.decision();

    EventId id = stage.send(Asked.approval("req-1", " ＡDA "));

    Verdict.Waiting waiting = (Verdict.Waiting) stage.decision().verdict();
    assertThat(waiting.approvals()).isEmpty();
    assertThat(waiting.notes()).hasSize(1).first().asString().contains("their own request");
    stage.send(Asked.approval("req-1", " ＡDA "), id);
    assertThat(stage.decisions()).isEmpty();
  }

  @Test
  void anApprovalOfAnotherPlan_doesNotCount() {
    stage.send(Asked.table("req-1", Stage.REVIEWED, Asked.carts()));
    stage.decision();

    stage.send(
        Asked.review("req-1", "grace", new Review.Approve(Fingerprint.ofBytes(new byte[0]), null)));

    assertThat(((Verdict.Waiting) stage.decision().verdict()).notes()).hasSize(1);
  }

  @Test
  void anApprovalOfAPlanThatNoLongerHolds_isVoid() {
    stage.send(Asked.table("req-1", Stage.REVIEWED, Asked.carts()));
    stage.decision();
    stage.send(Asked.catalogued(Stage.REVIEWED, Asked.carts(), 1, null));

    stage.send(Asked.approval("req-1", "grace"));

    DecisionMade decision = stage.decision();
    assertThat(decision.verdict()).isInstanceOf(Verdict.Rejected.class);
    assertThat(decision.findings()).anyMatch(f -> f.rule().equals("table-exists"));
  }

  @Test
  void rejectAndCancelAndRequestChanges() {
    stage.send(Asked.table("req-1", Stage.REVIEWED, Asked.carts()));
    stage.send(Asked.review("req-1", "grace", new Review.Reject("no")));
    stage.send(Asked.table("req-2", Stage.REVIEWED, Asked.carts()));
    stage.send(
        Asked.review(
            "req-2",
            "grace",
            new Review.RequestChanges(List.of("a comment"), List.of(), List.of())));
    stage.send(Asked.accepted("req-2", Stage.REVIEWED, 2, false, Asked.carts()));
    stage.send(Asked.review("req-2", "ada", new Review.Cancel("no longer")));

    assertThat(stage.decisions())
        .extracting(d -> d.verdict().getClass().getSimpleName() + d.number())
        .containsExactly(
            "Waiting1", "Rejected2", "Waiting1", "ChangesRequested2", "Waiting3", "Cancelled4");
  }

  @Test
  void aDryRun_endsAfterTheVerdict() {
    stage.send(Asked.accepted("req-1", Stage.OPTED_IN, 1, true, Asked.carts()));

    DecisionMade decision = stage.decision();
    assertThat(decision.verdict()).isInstanceOf(Verdict.Cancelled.class);
    assertThat(((Verdict.Cancelled) decision.verdict()).reason()).startsWith("dry run");
    assertThat(decision.plan()).isNotNull();
  }

  @Test
  void whatAPendingRequestWouldCreate_isRejectedWithItsName() {
    stage.send(Asked.table("req-1", Stage.REVIEWED, Asked.carts()));
    stage.send(
        Asked.table(
            "req-2", Stage.REVIEWED, Asked.create("lines", Asked.reference("cart_id", "carts"))));

    DecisionMade second = stage.decisions().get(1);
    assertThat(second.verdict()).isInstanceOf(Verdict.Rejected.class);
    assertThat(second.findings().get(0).message()).contains("req-1");
  }

  @Test
  void whatAnApprovedRequestWillCreate_isThere_andMustBeDoneFirst() {
    stage.send(Asked.table("req-1", Stage.OPTED_IN, Asked.carts()));
    stage.send(
        Asked.table(
            "req-2", Stage.OPTED_IN, Asked.create("lines", Asked.reference("cart_id", "carts"))));
    List<DecisionMade> decisions = stage.decisions();
    assertThat(decisions.get(1).verdict()).isInstanceOf(Verdict.Approved.class);
    assertThat(decisions.get(1).dependsOn()).containsExactly(new RequestId("req-1"));

    stage.send(Asked.catalogued(Stage.OPTED_IN, Asked.carts(), 1, "req-1"));
    finish(decisions.get(0));
    stage.send(
        Asked.table(
            "req-3", Stage.OPTED_IN, Asked.create("notes", Asked.reference("cart_id", "carts"))));
    assertThat(stage.decision().dependsOn()).isEmpty();
  }

  @Test
  void aFailedChange_leavesNothingBehind() {
    stage.send(Asked.table("req-1", Stage.OPTED_IN, Asked.carts()));
    Plan plan = Objects.requireNonNull(stage.decision().plan());
    stage.send(
        new ExecutionFailed(
            new RequestId("req-1"),
            Stage.OPTED_IN,
            plan.fingerprint(),
            new Failure("sql-error", "42501", "permission denied", "ask"),
            List.of()));

    stage.send(Asked.table("req-2", Stage.OPTED_IN, Asked.carts()));

    assertThat(stage.decision().verdict()).isInstanceOf(Verdict.Approved.class);
  }

  @Test
  void theEndStateStaysLaid_untilTheCatalogShowsIt() {
    stage.send(Asked.table("req-1", Stage.OPTED_IN, Asked.carts()));
    finish(stage.decision());

    stage.send(Asked.table("req-2", Stage.OPTED_IN, Asked.carts()));

    assertThat(stage.decision().verdict()).isInstanceOf(Verdict.Rejected.class);
  }

  @Test
  void aStalePlan_isMadeAgain_threeTimesAtMost() {
    stage.send(Asked.table("req-1", Stage.REVIEWED, Asked.carts()));
    stage.send(Asked.approval("req-1", "grace"));
    DecisionMade last = stage.decisions().get(1);
    for (int i = 0; i < 3; i++) {
      stage.send(stale(last));
      last = stage.decision();
      assertThat(last.verdict()).isInstanceOf(Verdict.Approved.class);
    }
    stage.send(stale(last));

    assertThat(stage.decision().verdict()).isInstanceOf(Verdict.Rejected.class);
  }

  @Test
  void anApprovalHolds_forAPlanOfTheSameStatements() {
    stage.send(Asked.table("req-1", Stage.REVIEWED, Asked.carts()));
    stage.send(Asked.approval("req-1", "grace"));
    stage.send(stale(stage.decisions().get(1)));

    DecisionMade again = stage.decision();
    Verdict.Approved approved = (Verdict.Approved) again.verdict();
    assertThat(approved.automatic()).isFalse();
    assertThat(approved.approvals())
        .extracting(Approval::plan)
        .containsExactly(Objects.requireNonNull(again.plan()).fingerprint());
  }

  @Test
  void anApprovedRequest_canBeCancelled_andStaysLaidUntilTheExecutorSaysSo() {
    stage.send(Asked.table("req-1", Stage.REVIEWED, Asked.carts()));
    stage.send(Asked.approval("req-1", "grace"));
    Plan plan = Objects.requireNonNull(stage.decisions().get(1).plan());

    stage.send(Asked.review("req-1", "ada", new Review.Cancel("no longer")));
    stage.send(Asked.review("req-1", "ada", new Review.Cancel("really")));

    DecisionMade cancelled = stage.decision();
    assertThat(cancelled.verdict()).isInstanceOf(Verdict.Cancelled.class);
    assertThat(cancelled.number()).isEqualTo(3);
    stage.send(Asked.table("req-2", Stage.REVIEWED, Asked.carts()));
    assertThat(stage.decision().verdict()).isInstanceOf(Verdict.Rejected.class);
    stage.send(
        new ExecutionCancelled(
            new RequestId("req-1"),
            Stage.REVIEWED,
            plan.fingerprint(),
            Identity.claimed("ada"),
            "no longer"));
    stage.send(Asked.table("req-3", Stage.REVIEWED, Asked.carts()));
    assertThat(stage.decision().verdict()).isInstanceOf(Verdict.Waiting.class);
  }

  @Test
  void afterARestart_everythingIsKnown() {
    stage.send(Asked.table("req-1", Stage.REVIEWED, Asked.carts()));
    DecisionMade waiting = stage.decision();

    try (Stage restarted = stage.restarted()) {
      restarted.send(Asked.table("req-1", Stage.REVIEWED, Asked.carts()));
      assertThat(restarted.decisions()).isEmpty();
      restarted.send(Asked.approval("req-1", "grace"));
      DecisionMade approved = restarted.decision();
      assertThat(approved.verdict()).isInstanceOf(Verdict.Approved.class);
      assertThat(approved.plan()).isEqualTo(waiting.plan());
    }
  }

  @Test
  void whatCannotBeRead_isParkedWithTheReason_andTheRestGoesOn() {
    RecordHeaders unknown = new RecordHeaders();
    unknown.add("ce_type", "schemawright.request.forgotten".getBytes(UTF_8));
    stage.send(
        "schema.requests.accepted", "sandbox".getBytes(UTF_8), unknown, "{}".getBytes(UTF_8));
    stage.send("schema.reviews", null, new RecordHeaders(), null);
    stage.send(Asked.table("req-1", Stage.OPTED_IN, Asked.carts()));

    List<TestRecord<byte[], byte[]>> parked = stage.deadLetters(Topic.ACCEPTED);
    assertThat(parked).hasSize(1);
    assertThat(new String(parked.get(0).headers().lastHeader("dlq_reason").value(), UTF_8))
        .contains("schemawright.request.forgotten");
    assertThat(stage.deadLetters(Topic.REVIEWS)).hasSize(1);
    assertThat(stage.decision().verdict()).isInstanceOf(Verdict.Approved.class);
  }

  @Test
  void aReviewThatNoDecisionCanCarry_isParked_andAnotherCounts() {
    stage.send(Asked.table("req-1", Stage.REVIEWED, Asked.carts()));
    stage.decision();
    String endless = "x".repeat(KafkaClients.LARGEST_RECORD);

    stage.send(Asked.review("req-1", "grace", new Review.Reject(endless)));

    assertThat(stage.decisions()).isEmpty();
    assertThat(stage.deadLetters(Topic.REVIEWS))
        .singleElement()
        .satisfies(
            parked ->
                assertThat(new String(parked.headers().lastHeader("dlq_reason").value(), UTF_8))
                    .contains("no record can carry more than"));
    stage.send(Asked.approval("req-1", "linus"));
    assertThat(stage.decision().verdict()).isInstanceOf(Verdict.Approved.class);
  }

  @Test
  void ofManyWordsThatDoNotCount_theNewestAreToldAndKnown() {
    stage.send(Asked.table("req-1", Stage.REVIEWED, Asked.carts()));
    Review another = new Review.Approve(Fingerprint.ofBytes(new byte[0]), null);
    EventId last = new EventId("none");
    for (int i = 1; i <= 150; i++) {
      last = stage.send(Asked.review("req-1", "reviewer-" + i + ".", another));
    }

    List<DecisionMade> decisions = stage.decisions();
    Verdict.Waiting waiting = (Verdict.Waiting) decisions.get(150).verdict();
    assertThat(waiting.notes()).hasSize(20);
    assertThat(waiting.notes().get(0)).contains("reviewer-131.");
    assertThat(waiting.notes().get(19)).contains("reviewer-150.");
    stage.send(Asked.review("req-1", "reviewer-150.", another), last);
    assertThat(stage.decisions()).isEmpty();
  }

  @Test
  void anEventThatHasNoPlaceHere_isParked() {
    stage.send(Asked.table("req-1", Stage.OPTED_IN, Asked.carts()));
    DecisionMade decision = stage.decision();
    OutgoingRecord record =
        new EventCodec("outsider", Clock.systemUTC())
            .encode(decision, new Cause(EventId.random(), TraceParent.random()));
    RecordHeaders headers = new RecordHeaders();
    record.headers().forEach(headers::add);

    stage.send("schema.requests.accepted", record.key(), headers, record.payload());

    assertThat(stage.deadLetters(Topic.ACCEPTED)).hasSize(1);
    assertThat(stage.decisions()).isEmpty();
  }

  private void finish(String request) {
    // The plan of the fake rehearsal for the one table of that request.
    Draft draft = stage.rehearsals.drafts().get(stage.rehearsals.drafts().size() - 1);
    Plan plan = new FakeRehearsals().rehearse(draft).plan().orElseThrow();
    succeed(request, plan);
  }

  private void finish(DecisionMade decision) {
    succeed(decision.requestId().value(), Objects.requireNonNull(decision.plan()));
  }

  private void succeed(String request, Plan plan) {
    stage.send(
        new ExecutionSucceeded(
            new RequestId(request),
            plan.target(),
            plan.fingerprint(),
            Stage.NOON,
            Stage.NOON,
            3,
            plan.after().stream()
                .map(state -> new ExecutionSucceeded.ObjectVersion(state.ref(), 1))
                .toList()));
  }

  private static ExecutionStale stale(DecisionMade decision) {
    Plan plan = Objects.requireNonNull(decision.plan());
    return new ExecutionStale(
        decision.requestId(), plan.target(), plan.fingerprint(), List.copyOf(plan.objects()));
  }
}
