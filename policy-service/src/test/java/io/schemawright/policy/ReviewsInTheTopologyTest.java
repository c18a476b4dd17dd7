package io.schemawright.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.schemawright.catalog.Fingerprint;
import io.schemawright.event.DecisionMade;
import io.schemawright.event.Envelope;
import io.schemawright.event.Event;
import io.schemawright.event.EventId;
import io.schemawright.event.ReviewGiven;
import io.schemawright.event.ReviewOverdue;
import io.schemawright.messaging.KafkaClients;
import io.schemawright.messaging.Topic;
import io.schemawright.plan.Verdict;
import io.schemawright.request.Identity;
import io.schemawright.request.RequestId;
import io.schemawright.request.Review;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who must approve, by when, and what an answer to a review does. */
class ReviewsInTheTopologyTest {
  private static final String FOR_ORDERS = "name: orders\nappliesTo: {targets: [orders]}\n";

  private final Stage stage = Stage.set();

  @AfterEach
  void close() {
    stage.close();
  }

  @Test
  void twoApprovals_meanTwoPeople() {
    stage.publish(PolicySetsInTheTopologyTest.set(FOR_ORDERS + "approvalsNeeded: 2\n", 1));
    stage.send(Asked.table("req-1", Stage.REVIEWED, Asked.carts()));
    stage.send(Asked.approval("req-1", "grace"));
    stage.send(Asked.approval("req-1", " GRACE "));
    stage.send(Asked.approval("req-1", "linus"));

    List<DecisionMade> decisions = stage.decisions();
    assertThat(decisions).hasSize(4);
    Verdict.Waiting second = (Verdict.Waiting) decisions.get(2).verdict();
    assertThat(second.approvals()).hasSize(1);
    assertThat(second.notes()).singleElement().asString().contains("approved already");
    Verdict.Approved approved = (Verdict.Approved) decisions.get(3).verdict();
    assertThat(approved.approvals())
        .extracting(a -> a.by().name())
        .containsExactly("grace", "linus");
  }

  @Test
  void aRole_isAskedFor_andAClaimedOneIsMarkedUnverified() {
    stage.publish(
        PolicySetsInTheTopologyTest.set(
            FOR_ORDERS + "reviewers: {low: {people: 1, role: lead}}\n", 1));
    stage.send(Asked.table("req-1", Stage.REVIEWED, Asked.carts()));
    stage.send(Asked.approval("req-1", "grace"));
    stage.send(approval(new Identity("linus", false, "requester")));
    stage.send(approval(new Identity("edsger", false, "lead")));

    List<DecisionMade> decisions = stage.decisions();
    assertThat(((Verdict.Waiting) decisions.get(2).verdict()).notes())
        .hasSize(2)
        .allMatch(note -> note.contains("needs the role 'lead'"));
    assertThat(((Verdict.Approved) decisions.get(3).verdict()).approvals())
        .extracting(a -> a.by())
        .containsExactly(new Identity("edsger", false, "lead"));
  }

  @Test
  void whereIdentitiesMustBeVerified_aClaimIsNotEnough() {
    stage.publish(
        PolicySetsInTheTopologyTest.set(
            FOR_ORDERS + "reviewers: {low: {people: 1, verified: true}}\n", 1));
    stage.send(Asked.table("req-1", Stage.REVIEWED, Asked.carts()));
    stage.send(Asked.approval("req-1", "grace"));
    stage.send(approval(new Identity("edsger", true)));

    List<DecisionMade> decisions = stage.decisions();
    assertThat(((Verdict.Waiting) decisions.get(1).verdict()).notes())
        .singleElement()
        .asString()
        .contains("nothing but their word");
    assertThat(decisions.get(2).verdict()).isInstanceOf(Verdict.Approved.class);
  }

  @Test
  void anOverdueReview_isToldOnce_overRestartsToo() {
    stage.send(Asked.table("req-1", Stage.REVIEWED, Asked.carts()));
    stage.send(Asked.table("req-2", Stage.REVIEWED, Asked.create("notes")));
    stage.send(Asked.approval("req-2", "grace"));
    assertThat(stage.decisions()).hasSize(3);
    stage.pass(Duration.ofHours(47));
    assertThat(stage.said()).isEmpty();

    try (Stage later = stage.restarted()) {
      later.pass(Duration.ofHours(2));
      ReviewOverdue overdue = onlyOverdue(later);
      assertThat(overdue.requestId()).isEqualTo(new RequestId("req-1"));
      assertThat(overdue.reviewDue()).isEqualTo(Stage.NOON.plus(Duration.ofDays(2)));
      assertThat(overdue.approvals()).isZero();
      assertThat(later.metrics.counter("schemawright.policy.reviews.overdue").count()).isEqualTo(1);
      later.send(Asked.approval("req-1", "ada"));
      assertThat(later.decision().verdict()).isInstanceOf(Verdict.Waiting.class);
      later.pass(Duration.ofHours(2));
      assertThat(later.said()).isEmpty();

      try (Stage last = later.restarted()) {
        last.pass(Duration.ofDays(9));
        assertThat(last.said()).isEmpty();
        last.send(Asked.approval("req-1", "grace"));
        assertThat(last.decision().verdict()).isInstanceOf(Verdict.Approved.class);
      }
    }
  }

  @Test
  void aNewRevision_answersAReview_andVoidsTheOldPlanAndItsApprovals() {
    stage.publish(PolicySetsInTheTopologyTest.set(FOR_ORDERS + "approvalsNeeded: 2\n", 1));
    stage.send(Asked.table("req-1", Stage.REVIEWED, Asked.carts()));
    stage.send(Asked.approval("req-1", "grace"));
    DecisionMade first = stage.decisions().get(1);
    stage.send(
        Asked.review(
            "req-1",
            "linus",
            new Review.RequestChanges(List.of("call it baskets"), List.of(), List.of())));
    assertThat(stage.decision().verdict()).isInstanceOf(Verdict.ChangesRequested.class);

    stage.send(Asked.accepted("req-1", Stage.REVIEWED, 2, false, Asked.create("baskets")));
    DecisionMade second = stage.decision();
    assertThat(second.revision()).isEqualTo(2);
    assertThat(second.number()).isEqualTo(4);
    assertThat(((Verdict.Waiting) second.verdict()).approvals()).isEmpty();
    stage.send(
        Asked.review(
            "req-1",
            "grace",
            new Review.Approve(Objects.requireNonNull(first.plan()).fingerprint(), null)));
    assertThat(((Verdict.Waiting) stage.decision().verdict()).notes())
        .singleElement()
        .asString()
        .contains("it is for the plan");
    // The name that the first revision would have taken is free.
    stage.send(Asked.table("req-2", Stage.REVIEWED, Asked.carts()));
    assertThat(stage.decision().verdict()).isInstanceOf(Verdict.Waiting.class);
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

  private static ReviewGiven approval(Identity by) {
    return new ReviewGiven(
        new RequestId("req-1"), Stage.REVIEWED, by, new Review.Approve(null, null));
  }

  private static ReviewOverdue onlyOverdue(Stage stage) {
    List<Event> said = stage.said().map(Envelope::event).toList();
    assertThat(said).hasSize(1);
    return (ReviewOverdue) said.get(0);
  }
}
