package io.schemawright.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemawright.catalog.ObjectRef;
import io.schemawright.change.Change;
import io.schemawright.change.CreateTable;
import io.schemawright.change.DropIndex;
import io.schemawright.change.DropTable;
import io.schemawright.change.RollBack;
import io.schemawright.change.SetComment;
import io.schemawright.event.CatalogObjectChanged;
import io.schemawright.event.DecisionMade;
import io.schemawright.event.ExecutionCancelled;
import io.schemawright.event.ExecutionFailed;
import io.schemawright.event.ExecutionStale;
import io.schemawright.event.Failure;
import io.schemawright.plan.Approval;
import io.schemawright.plan.Plan;
import io.schemawright.plan.Verdict;
import io.schemawright.request.Identity;
import io.schemawright.request.RequestId;
import io.schemawright.request.Review;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is approved, undecided, under way or stale, and what others are told of it. */
class SeveralRequestsInTheTopologyTest {
  private static final ObjectRef CARTS = ObjectRef.table("public", "carts");

  private final Stage stage = Stage.set();

  @AfterEach
  void close() {
    stage.close();
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
  void aChangeOfWhatAPendingRequestWouldCreate_isRejectedWithItsName() {
    stage.send(Asked.table("req-1", Stage.REVIEWED, Asked.carts()));
    stage.send(
        Asked.accepted(
            "req-2",
            Stage.REVIEWED,
            1,
            false,
            new SetComment("public", "carts", null, "what people want to buy")));

    DecisionMade second = stage.decisions().get(1);
    assertThat(second.verdict()).isInstanceOf(Verdict.Rejected.class);
    assertThat(second.findings().get(0).message()).contains("no table", "req-1");
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
  void aNameThatAnotherTablesIndexHas_isRejected() {
    stage.send(catalogued());
    stage.send(Asked.table("req-1", Stage.REVIEWED, lines()));

    DecisionMade taken = stage.decision();
    assertThat(taken.verdict()).isInstanceOf(Verdict.Rejected.class);
    assertThat(taken.findings().get(0).message())
        .contains("by_id", "table/public.carts", "table/public.lines");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aNameIsFree_onceTheRequestThatFreesItIsDone(boolean withItsTable) {
    stage.send(catalogued());
    if (withItsTable) {
      stage.rehearsals.leavesNothingOf(CARTS);
    }
    Change frees =
        withItsTable ? new DropTable("public", "carts") : new DropIndex("public", "carts", "by_id");
    stage.send(Asked.accepted("req-1", Stage.REVIEWED, 1, false, frees));
    stage.send(Asked.approval("req-1", "grace"));
    assertThat(stage.decisions().get(1).verdict()).isInstanceOf(Verdict.Approved.class);

    stage.send(Asked.table("req-2", Stage.REVIEWED, lines()));

    DecisionMade free = stage.decision();
    assertThat(free.verdict()).isInstanceOf(Verdict.Waiting.class);
    assertThat(free.dependsOn()).containsExactly(new RequestId("req-1"));
  }

  @Test
  void aNameThatWasTakenBeforeTheApproval_isRejectedThen() {
    stage.send(Asked.table("req-1", Stage.REVIEWED, lines()));
    assertThat(stage.decision().verdict()).isInstanceOf(Verdict.Waiting.class);
    stage.send(catalogued());

    stage.send(Asked.approval("req-1", "grace"));

    DecisionMade late = stage.decision();
    assertThat(late.verdict()).isInstanceOf(Verdict.Rejected.class);
    assertThat(late.findings().get(0).message()).contains("by_id", "table/public.carts");
  }

  @Test
  void aNameThatComesBack_isRejected_whereSomethingElseHasItByNow() {
    stage.rehearsals.reads(Asked.carts());
    stage.send(catalogued());
    stage.send(
        Asked.accepted(
            "req-1", Stage.REVIEWED, 1, false, new DropIndex("public", "carts", "by_id")));
    stage.send(Asked.approval("req-1", "grace"));
    finish(stage.decisions().get(1));
    stage.send(Asked.catalogued(Stage.REVIEWED, Asked.carts(), 2, "req-1"));
    stage.send(Asked.catalogued(Stage.REVIEWED, lines(), 1, null));

    stage.send(Asked.accepted("req-2", Stage.REVIEWED, 1, false, new RollBack("req-1")));

    DecisionMade back = stage.decision();
    assertThat(back.verdict()).isInstanceOf(Verdict.Rejected.class);
    assertThat(back.findings().get(0).message()).contains("by_id", "table/public.lines");
  }

  @Test
  void aNameMayBeFreed_byALaterChangeOfTheSameRequest() {
    stage.send(catalogued());
    stage.send(
        Asked.accepted(
            "req-1", Stage.REVIEWED, 1, false, lines(), new DropIndex("public", "carts", "by_id")));

    assertThat(stage.decision().verdict()).isInstanceOf(Verdict.Waiting.class);
  }

  @Test
  void aNameInAnotherSchema_isNoneOfTheRequestsBusiness() {
    stage.send(catalogued());
    stage.send(Asked.table("req-1", Stage.REVIEWED, Asked.indexed("shop", "lines", "by_id")));

    assertThat(stage.decision().verdict()).isInstanceOf(Verdict.Waiting.class);
    assertThat(stage.rehearsals.drafts().get(0).whole())
        .containsExactly(ObjectRef.table("shop", "lines"));
  }

  private static CatalogObjectChanged catalogued() {
    return Asked.catalogued(Stage.REVIEWED, Asked.indexed("public", "carts", "by_id"), 1, null);
  }

  private static CreateTable lines() {
    return Asked.indexed("public", "lines", "by_id");
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

  private void finish(DecisionMade decision) {
    stage.send(
        Asked.succeeded(decision.requestId().value(), Objects.requireNonNull(decision.plan())));
  }

  private static ExecutionStale stale(DecisionMade decision) {
    Plan plan = Objects.requireNonNull(decision.plan());
    return new ExecutionStale(
        decision.requestId(),
        plan.target(),
        plan.fingerprint(),
        List.copyOf(plan.objects()),
        List.of());
  }
}
