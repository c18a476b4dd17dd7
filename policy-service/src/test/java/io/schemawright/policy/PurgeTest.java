package io.schemawright.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemawright.catalog.CatalogObject;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.change.Change;
import io.schemawright.change.DropTable;
import io.schemawright.change.Purge;
import io.schemawright.change.RollBack;
import io.schemawright.event.CatalogObjectChanged;
import io.schemawright.event.CatalogObjectRemoved;
import io.schemawright.event.DecisionMade;
import io.schemawright.event.ExecutionStale;
import io.schemawright.event.ExecutionSucceeded;
import io.schemawright.event.ExecutionSucceeded.ObjectVersion;
import io.schemawright.event.Json;
import io.schemawright.event.ReviewGiven;
import io.schemawright.event.TargetDescribed;
import io.schemawright.plan.Finding;
import io.schemawright.plan.ObjectState;
import io.schemawright.plan.Plan;
import io.schemawright.plan.RiskLevel;
import io.schemawright.plan.Trash;
import io.schemawright.plan.Verdict;
import io.schemawright.policy.rehearsal.Scratch;
import io.schemawright.policy.rehearsal.ScratchServers;
import io.schemawright.policy.rule.Rules;
import io.schemawright.request.Identity;
import io.schemawright.request.RequestId;
import io.schemawright.request.Review;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a table that was dropped may be purged by, from its creation on. */
final class PurgeTest {
  private static final ScratchServers SCRATCH = ScratchServers.open(Scratch.settings());
  private static final Duration RETENTION = Duration.ofDays(14);
  private static final ObjectRef CARTS = ObjectRef.table("public", "carts");
  private static final String TRASH = Trash.schema(new RequestId("drop"), CARTS);

  private final Stage stage = new Stage(SCRATCH, Rules.load());
  private final String target = Stage.OPTED_IN;
  private int version;

  @AfterAll
  static void closeScratch() {
    SCRATCH.close();
  }

  @AfterEach
  void close() {
    stage.close();
  }

  @Test
  void whenTheRetentionIsOver_needsNobody_whereLowRiskNeedsNobody() {
    dropped(target, RETENTION, RETENTION);

    DecisionMade decision = asked("purge", new Purge("drop"));

    assertThat(decision.verdict())
        .as("%s", decision.findings())
        .isEqualTo(new Verdict.Approved(true, List.of()));
    assertThat(decision.risk().level()).isEqualTo(RiskLevel.LOW);
    Plan plan = Objects.requireNonNull(decision.plan());
    assertThat(plan.steps())
        .singleElement()
        .satisfies(
            step -> {
              assertThat(step.statements())
                  .containsExactly(
                      "DROP TABLE \"%s\".\"carts\"".formatted(TRASH),
                      "DROP SCHEMA \"%s\"".formatted(TRASH));
              assertThat(step.summary()).contains("public.carts", "drop");
            });
    assertThat(plan.before())
        .singleElement()
        .satisfies(state -> assertThat(state.object()).isNotNull());
    assertThat(plan.after())
        .singleElement()
        .satisfies(state -> assertThat(state.object()).isNull());
  }

  @Test
  void beforeTheRetentionIsOver_waitsForAPerson_andMayBeApprovedByOne() {
    dropped(target, RETENTION, RETENTION.minusSeconds(1));

    DecisionMade decision = asked("purge", new Purge("drop"));

    assertThat(decision.verdict()).isInstanceOf(Verdict.Waiting.class);
    assertThat(decision.risk().level()).isEqualTo(RiskLevel.CRITICAL);
    assertThat(decision.findings()).extracting(Finding::rule).contains("purge-before-retention");
    approved(decision);
  }

  @Test
  void whereEveryChangeIsReviewed_waitsForAPerson() {
    dropped(Stage.REVIEWED, RETENTION, RETENTION);

    stage.send(Asked.accepted("purge", Stage.REVIEWED, 1, false, new Purge("drop")));

    assertThat(stage.decision().verdict()).isInstanceOf(Verdict.Waiting.class);
  }

  @Test
  void whereNobodySaysForHowLongTrashIsKept_waitsForAPerson() {
    dropped(target, null, RETENTION);

    assertThat(asked("purge", new Purge("drop")).verdict()).isInstanceOf(Verdict.Waiting.class);
  }

  @Test
  void afterIt_theDropCannotBeRolledBack_norPurgedAgain() {
    dropped(target, RETENTION, RETENTION);
    done(asked("purge", new Purge("drop")), Duration.ZERO);

    assertThat(refusal(asked("back", new RollBack("drop"))))
        .contains("the request purge purged what was dropped", "gone for good");
    assertThat(refusal(asked("back-2", new RollBack("purge")))).contains("gone for good");
    assertThat(refusal(asked("again", new Purge("drop")))).contains("purged by purge already");
  }

  @Test
  void ofWhatSomebodyHasRemovedByHand_isSaidToBeNothingToDo() {
    dropped(target, RETENTION, RETENTION);
    Plan plan = Objects.requireNonNull(asked("purge", new Purge("drop")).plan());
    ObjectRef lying = plan.before().get(0).ref();

    stage.send(
        new ExecutionStale(
            new RequestId("purge"),
            target,
            plan.fingerprint(),
            List.of(lying),
            List.of(new ExecutionStale.Found(new ObjectState(lying, null), 0, null))));

    assertThat(stage.decision().verdict())
        .isInstanceOfSatisfying(
            Verdict.Rejected.class,
            rejected ->
                assertThat(rejected.reason())
                    .contains(lying.toString(), "no longer in the trash", "nothing to purge"));
  }

  @Test
  void ofWhatWasNotMovedToTheTrash_isRefused() {
    dropped(target, RETENTION, RETENTION);

    assertThat(refusal(asked("purge-1", new Purge("create"))))
        .contains("no completed change create", "moved a table to the trash");
    assertThat(refusal(asked("purge-2", new Purge("unheard-of"))))
        .contains("no completed change unheard-of");
  }

  @Test
  void besideOtherChanges_isRefused() {
    dropped(target, RETENTION, RETENTION);

    assertThat(refusal(asked("both", Asked.create("other"), new Purge("drop"))))
        .contains("a request of its own");
  }

  @Test
  void whenATableOfThatNameIsThereAgain_leavesIt() {
    dropped(target, RETENTION, RETENTION);
    done(approved(asked("create-again", Asked.carts())), Duration.ZERO);

    DecisionMade decision = asked("purge", new Purge("drop"));

    assertThat(decision.verdict()).isEqualTo(new Verdict.Approved(true, List.of()));
    assertThat(Objects.requireNonNull(decision.plan()).objects())
        .containsExactly(ObjectRef.table(TRASH, "carts"));
  }

  @Test
  void ofAPartition_dropsIt() {
    describe(target, RETENTION);
    Change visits =
        change(
            "{'type':'create-table','table':'visits','columns':[{'name':'at','type':'date'},"
                + "{'name':'who','type':'text'}],'primaryKey':{'columns':['at','who']},"
                + "'partitionBy':{'strategy':'range','columns':['at']}}");
    Change partition =
        change(
            "{'type':'create-partition','table':'visits_2026','of':{'table':'visits'},"
                + "'values':{'from':['2026-01-01'],'to':['2027-01-01']}}");
    done(approved(asked("create", visits, partition)), Duration.ofDays(30));
    done(approved(asked("drop", new DropTable("public", "visits_2026"))), RETENTION);

    DecisionMade decision = asked("purge", new Purge("drop"));

    assertThat(decision.verdict())
        .as("%s", decision.findings())
        .isEqualTo(new Verdict.Approved(true, List.of()));
  }

  /** A table was created, and dropped that long ago. */
  private void dropped(String where, @Nullable Duration retention, Duration ago) {
    describe(where, retention);
    stage.send(Asked.accepted("create", where, 1, false, Asked.carts()));
    done(approved(stage.decision()), Duration.ofDays(30));
    stage.send(Asked.accepted("drop", where, 1, false, new DropTable("public", "carts")));
    done(approved(stage.decision()), ago);
  }

  private void describe(String where, @Nullable Duration retention) {
    stage.send(
        new TargetDescribed(
            where, "development", Scratch.major(), "", List.of(), true, "", null, retention));
  }

  private DecisionMade asked(String id, Change... changes) {
    stage.send(Asked.accepted(id, target, 1, false, changes));
    return stage.decision();
  }

  /** With a person's word, where it needs one. */
  private DecisionMade approved(DecisionMade decision) {
    if (decision.verdict() instanceof Verdict.Approved) {
      return decision;
    }
    stage.send(
        new ReviewGiven(
            decision.requestId(),
            decision.request().target(),
            Identity.claimed("lead"),
            new Review.Approve(null, null)));
    DecisionMade next = stage.decision();
    assertThat(next.verdict()).isInstanceOf(Verdict.Approved.class);
    return next;
  }

  /** The executor has applied it that long ago, and the catalog says so. */
  private void done(DecisionMade decision, Duration ago) {
    Plan plan = Objects.requireNonNull(decision.plan());
    List<ObjectVersion> versions = new ArrayList<>();
    for (ObjectState state : plan.after()) {
      CatalogObject object = state.object();
      if (object == null) {
        stage.send(new CatalogObjectRemoved(plan.target(), state.ref()));
      } else {
        versions.add(new ObjectVersion(state.ref(), ++version));
        stage.send(
            new CatalogObjectChanged(plan.target(), object, version, decision.requestId(), null));
      }
    }
    stage.send(
        new ExecutionSucceeded(
            decision.requestId(),
            plan.target(),
            plan.fingerprint(),
            Stage.NOON.minus(ago),
            Stage.NOON.minus(ago),
            1,
            versions));
  }

  private static String refusal(DecisionMade decision) {
    assertThat(decision.verdict()).isInstanceOf(Verdict.Rejected.class);
    return ((Verdict.Rejected) decision.verdict()).reason();
  }

  private static Change change(String json) {
    try {
      return Json.mapper().readValue(json.replace('\'', '"'), Change.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
