package io.schemawright.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.schemawright.catalog.IndexKey;
import io.schemawright.catalog.TableStatistics;
import io.schemawright.change.AddIndex;
import io.schemawright.change.CreateTable;
import io.schemawright.change.RequestedColumn;
import io.schemawright.change.RequestedIndex;
import io.schemawright.event.CatalogObjectChanged;
import io.schemawright.event.Cause;
import io.schemawright.event.DecisionMade;
import io.schemawright.event.EventId;
import io.schemawright.event.ExecutionStale;
import io.schemawright.event.RequestAccepted;
import io.schemawright.event.ReviewGiven;
import io.schemawright.event.TargetDescribed;
import io.schemawright.event.TraceParent;
import io.schemawright.messaging.EventCodec;
import io.schemawright.messaging.Topic;
import io.schemawright.outbox.OutgoingRecord;
import io.schemawright.plan.ObjectState;
import io.schemawright.plan.Plan;
import io.schemawright.plan.RiskLevel;
import io.schemawright.plan.Step;
import io.schemawright.plan.StepMode;
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
  void aDryRun_endsAfterTheVerdict() {
    stage.send(Asked.accepted("req-1", Stage.OPTED_IN, 1, true, Asked.carts()));

    DecisionMade decision = stage.decision();
    assertThat(decision.verdict()).isInstanceOf(Verdict.Cancelled.class);
    assertThat(((Verdict.Cancelled) decision.verdict()).reason()).startsWith("dry run");
    assertThat(decision.plan()).isNotNull();
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

  @Test
  void aTableThatHasGotRows_isOneInUseFromThenOn() {
    CreateTable carts = Asked.create("carts", RequestedColumn.of("note", "text"));
    CatalogObjectChanged record = Asked.catalogued(Stage.REVIEWED, carts, 1, null);
    AddIndex index =
        new AddIndex(
            "public",
            "carts",
            new RequestedIndex(null, List.of(IndexKey.of("note")), false, null, List.of(), null));

    stage.send(sized(record, 0));
    stage.send(Asked.accepted("req-1", Stage.REVIEWED, 1, false, index));
    stage.send(sized(record, 8192));
    stage.send(Asked.accepted("req-2", Stage.REVIEWED, 1, false, index));

    assertThat(stage.decisions())
        .extracting(d -> Objects.requireNonNull(d.plan()).steps().get(0).mode())
        .containsExactly(StepMode.TRANSACTIONAL, StepMode.ALONE);
  }

  @Test
  void aTableThatWasFilledSinceThePlanWasMade_isPlannedForAsTheExecutorFoundIt() {
    CreateTable carts = Asked.create("carts", RequestedColumn.of("note", "text"));
    CatalogObjectChanged record = Asked.catalogued(Stage.OPTED_IN, carts, 1, null);
    stage.send(sized(record, 0));
    stage.send(
        Asked.accepted(
            "req-1",
            Stage.OPTED_IN,
            1,
            false,
            new AddIndex(
                "public",
                "carts",
                new RequestedIndex(
                    null, List.of(IndexKey.of("note")), false, null, List.of(), null))));
    Plan plain = Objects.requireNonNull(stage.decision().plan());
    assertThat(plain.steps()).extracting(Step::emptyTable).containsExactly(record.object().ref());

    ExecutionStale.Found found =
        new ExecutionStale.Found(
            new ObjectState(record.object().ref(), record.object()),
            1,
            new TableStatistics(-1, 8192, 8192));
    stage.send(
        new ExecutionStale(
            new RequestId("req-1"),
            Stage.OPTED_IN,
            plain.fingerprint(),
            List.of(record.object().ref()),
            List.of(found)));

    Plan again = Objects.requireNonNull(stage.decision().plan());
    assertThat(again.steps()).extracting(Step::mode).containsExactly(StepMode.ALONE);
    assertThat(again.steps()).extracting(Step::emptyTable).containsOnlyNulls();
  }

  private static CatalogObjectChanged sized(CatalogObjectChanged record, long bytes) {
    return new CatalogObjectChanged(
        record.target(),
        record.object(),
        record.version(),
        record.change(),
        new TableStatistics(-1, bytes, bytes));
  }

  private void finish(String request) {
    // The plan of the fake rehearsal for the one table of that request.
    Draft draft = stage.rehearsals.drafts().get(stage.rehearsals.drafts().size() - 1);
    Plan plan = new FakeRehearsals().rehearse(draft).plan().orElseThrow();
    stage.send(Asked.succeeded(request, plan));
  }
}
