package io.schemawright.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemawright.event.DecisionMade;
import io.schemawright.event.Envelope;
import io.schemawright.event.Event;
import io.schemawright.event.ReviewGiven;
import io.schemawright.event.ReviewOverdue;
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
