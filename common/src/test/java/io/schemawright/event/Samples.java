package io.schemawright.event;

import io.schemawright.catalog.CatalogObject;
import io.schemawright.catalog.CheckConstraint;
import io.schemawright.catalog.Column;
import io.schemawright.catalog.Fingerprint;
import io.schemawright.catalog.ForeignKey;
import io.schemawright.catalog.Index;
import io.schemawright.catalog.IndexKey;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.PrimaryKey;
import io.schemawright.catalog.ReferentialAction;
import io.schemawright.catalog.TableSchema;
import io.schemawright.catalog.TableStatistics;
import io.schemawright.catalog.TableTraffic;
import io.schemawright.change.AddColumn;
import io.schemawright.change.CreateTable;
import io.schemawright.change.Problem;
import io.schemawright.change.RequestedColumn;
import io.schemawright.change.RequestedIndex;
import io.schemawright.event.ExecutionStale.Found;
import io.schemawright.event.ExecutionSucceeded.ObjectVersion;
import io.schemawright.event.ExecutionWaitingForLock.Blocker;
import io.schemawright.plan.Approval;
import io.schemawright.plan.Effect;
import io.schemawright.plan.EffectKind;
import io.schemawright.plan.Finding;
import io.schemawright.plan.Limits;
import io.schemawright.plan.LockMode;
import io.schemawright.plan.ObjectState;
import io.schemawright.plan.Plan;
import io.schemawright.plan.PolicyScope;
import io.schemawright.plan.PolicySet;
import io.schemawright.plan.Rehearsal;
import io.schemawright.plan.Reviewers;
import io.schemawright.plan.Risk;
import io.schemawright.plan.RiskLevel;
import io.schemawright.plan.Severity;
import io.schemawright.plan.Step;
import io.schemawright.plan.StepMode;
import io.schemawright.plan.TableLock;
import io.schemawright.plan.Verdict;
import io.schemawright.request.Identity;
import io.schemawright.request.Notes;
import io.schemawright.request.RequestId;
import io.schemawright.request.Review;
import io.schemawright.request.Schedule;
import io.schemawright.request.SchemaRequest;
import io.schemawright.request.Submission;
import io.schemawright.request.Waiver;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * One example of everything that crosses a topic, for golden files and for tests of every service.
 */
public final class Samples {
  /** The example's request. */
  public static final RequestId REQUEST = new RequestId("req-1");

  private static final String TARGET = "orders";
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  private static final ObjectRef CARTS = ObjectRef.table("public", "carts");
  private static final ObjectRef USERS = ObjectRef.table("public", "users");
  private static final Identity ADA = Identity.claimed("ada");
  private static final Identity GRACE = new Identity("grace", true);
  private static final Failure FAILURE =
      new Failure(
          "sql-error",
          "42P07",
          "relation \"carts\" already exists",
          "choose another name, or change the table that is there");

  private Samples() {}

  /** One event of every type. */
  public static List<Event> events() {
    Fingerprint plan = plan().fingerprint();
    return List.of(
        new RequestAccepted(request(), submission(), 1),
        new RequestRejected(
            REQUEST,
            TARGET,
            submission(),
            List.of(new Problem("$.changes[0].columns", "a table needs a column; add one"))),
        new ReviewGiven(REQUEST, TARGET, GRACE, new Review.Approve(plan, "fine")),
        new PolicySetPublished(policySet()),
        decision(new Verdict.Approved(false, List.of(new Approval(GRACE, plan, "fine")))),
        new ReviewOverdue(REQUEST, TARGET, 1, 2, NOON, 2, 1),
        new ExecutionScheduled(REQUEST, TARGET, plan, NOON, "the window \"nightly\""),
        new ExecutionStarted(REQUEST, TARGET, plan, 1),
        new ExecutionStepDone(REQUEST, TARGET, plan, 1, "create table public.carts", 7),
        new ExecutionWaitingForLock(
            REQUEST,
            TARGET,
            plan,
            2,
            USERS,
            List.of(new Blocker(4711, "idle in transaction", 61_000))),
        new ExecutionSucceeded(
            REQUEST,
            TARGET,
            plan,
            NOON,
            NOON.plusMillis(9),
            7,
            List.of(new ObjectVersion(CARTS, 1))),
        new ExecutionFailed(REQUEST, TARGET, plan, FAILURE, List.of("index public.carts_pkey")),
        new ExecutionStale(
            REQUEST,
            TARGET,
            plan,
            List.of(CARTS),
            List.of(
                new Found(
                    new ObjectState(CARTS, catalogObject()),
                    1,
                    new TableStatistics(-1, 8_192, 24_576)))),
        new ExecutionUndone(REQUEST, TARGET, plan, FAILURE),
        new ExecutionCancelled(REQUEST, TARGET, plan, ADA, "no longer needed"),
        new CatalogObjectChanged(
            TARGET,
            catalogObject(),
            1,
            REQUEST,
            new TableStatistics(0, 0, 16_384, new TableTraffic(1_200, 90))),
        new CatalogObjectRemoved(TARGET, CARTS),
        new TargetDescribed(TARGET, "production", 18, "18.6", List.of("plpgsql 1.0"), true, ""),
        new DriftFound(
            TARGET,
            List.of(new ObjectVersion(CARTS, 2)),
            List.of("add column note of table/public.carts"),
            List.of("ALTER TABLE \"public\".\"carts\" ADD COLUMN \"note\" text"),
            List.of("ALTER TABLE \"public\".\"carts\" DROP COLUMN \"note\""),
            true,
            List.of("columns are in another order")),
        new ChangeCompleted(
            REQUEST,
            TARGET,
            ChangeCompleted.Outcome.COMPLETED,
            "created table public.carts",
            ADA,
            List.of(GRACE),
            List.of(new ObjectState(CARTS, null)),
            List.of(new ObjectState(CARTS, catalogObject())),
            plan().steps().get(0).statements(),
            List.of(finding()),
            NOON,
            Map.of("intake", 2L, "policy", 8L, "queue", 1L, "execution", 9L, "total", 20L)));
  }

  /** A decision about {@link #request} with {@link #plan}. */
  public static DecisionMade decision(Verdict verdict) {
    return new DecisionMade(
        request(),
        submission(),
        1,
        1,
        verdict,
        plan(),
        new Rehearsal(Rehearsal.Outcome.PASSED, "", true, List.of(effect()), 6),
        List.of(finding()),
        new Risk(RiskLevel.MODERATE, List.of("writers of public.users wait while it commits")),
        List.of(new RequestId("req-0")),
        policySet().ref());
  }

  /** A request to create {@code public.carts}. */
  public static SchemaRequest request() {
    return new SchemaRequest(
        REQUEST,
        TARGET,
        "team-checkout",
        "ada",
        "carts outlive a session",
        "676",
        List.of(
            new CreateTable(
                "public",
                "carts",
                "One cart of one user",
                List.of(
                    new RequestedColumn(
                        "id",
                        "uuid",
                        false,
                        "gen_random_uuid()",
                        true,
                        false,
                        null,
                        null,
                        null,
                        null,
                        null),
                    RequestedColumn.of("user_id", "bigint")),
                null,
                List.of(),
                List.of(),
                List.of(),
                List.of(
                    new RequestedIndex(
                        "idx_carts_user_id",
                        List.of(IndexKey.of("user_id")),
                        false,
                        null,
                        List.of(),
                        null)))),
        new Notes("one user, many carts", "by user", 1_000_000L, "drop it"),
        new Schedule(NOON, "nightly"),
        false,
        List.of(new Waiver("table-needs-timestamps", "carts are ephemeral")));
  }

  /** How {@link #request} came in. */
  public static Submission submission() {
    return new Submission("canonical", "topic", NOON, "0".repeat(64), ADA);
  }

  /** A plan for {@link #request}. */
  public static Plan plan() {
    ObjectState before = new ObjectState(CARTS, null);
    ObjectState after = new ObjectState(CARTS, catalogObject());
    Fingerprint absent = ObjectState.fingerprint(List.of(before));
    Fingerprint present = ObjectState.fingerprint(List.of(after));
    List<String> drop = List.of("DROP TABLE \"public\".\"carts\"");
    return Plan.of(
        TARGET,
        18,
        List.of(
            new Step(
                1,
                "create table public.carts",
                StepMode.TRANSACTIONAL,
                List.of("CREATE TABLE \"public\".\"carts\" (\"id\" uuid PRIMARY KEY)"),
                List.of(new TableLock(USERS, LockMode.SHARE_ROW_EXCLUSIVE)),
                1_000,
                30_000,
                absent,
                present,
                drop)),
        List.of(
            new Step(
                1,
                "drop table public.carts",
                StepMode.TRANSACTIONAL,
                drop,
                List.of(),
                1_000,
                30_000,
                present,
                absent,
                List.of())),
        List.of(before),
        List.of(after));
  }

  /** A step that is only for a table without rows. */
  public static Step stepWhileEmpty() {
    Step step = plan().steps().get(0);
    return new Step(
        step.number(),
        "create index idx_carts_note on public.carts",
        step.mode(),
        List.of("CREATE INDEX \"idx_carts_note\" ON \"public\".\"carts\" (\"note\")"),
        List.of(new TableLock(CARTS, LockMode.SHARE)),
        step.lockTimeoutMillis(),
        step.statementTimeoutMillis(),
        step.before(),
        step.after(),
        List.of("DROP INDEX \"public\".\"idx_carts_note\""),
        null,
        null,
        CARTS);
  }

  /** A finding. */
  public static Finding finding() {
    return new Finding(
            "table-needs-timestamps",
            Severity.WARNING,
            "$.changes[0]",
            "carts has no created_at",
            "add created_at timestamptz not null default now()")
        .offering(
            List.of(
                new AddColumn("public", "carts", RequestedColumn.of("created_at", "timestamptz"))));
  }

  /** A lock seen in rehearsal. */
  public static Effect effect() {
    return new Effect(1, EffectKind.LOCK, USERS, LockMode.SHARE_ROW_EXCLUSIVE);
  }

  /** {@code public.carts} as it would be read. */
  public static CatalogObject catalogObject() {
    return CatalogObject.of(
        CARTS,
        new TableSchema(
            "public",
            "carts",
            List.of(
                new Column(
                    "id", "uuid", false, "gen_random_uuid()", null, null, null, null, "its name"),
                Column.of("user_id", "bigint", true)),
            new PrimaryKey("carts_pkey", List.of("id"), List.of(), null),
            List.of(),
            List.of(CheckConstraint.of("carts_user_id_check", "(user_id > 0)")),
            List.of(
                new ForeignKey(
                    "carts_user_id_fkey",
                    List.of("user_id"),
                    "public",
                    "users",
                    List.of("id"),
                    ReferentialAction.CASCADE,
                    ReferentialAction.NO_ACTION,
                    false,
                    null,
                    false,
                    false)),
            List.of(
                new Index(
                    "idx_carts_user_id",
                    "btree",
                    List.of(IndexKey.of("user_id")),
                    List.of(),
                    false,
                    false,
                    null,
                    false)),
            "One cart of one user",
            false,
            List.of()));
  }

  /** A policy set. */
  public static PolicySet policySet() {
    return new PolicySet(
        "default",
        3,
        Set.of("sandbox"),
        Set.of("messages", "users"),
        Set.of("text", "uuid"),
        1,
        48,
        Map.of("table-needs-timestamps", Severity.ADVICE),
        new PolicyScope(Set.of("orders"), Set.of("production")),
        RiskLevel.LOW,
        new TreeMap<>(Map.of(RiskLevel.CRITICAL, new Reviewers(2, "lead", true))),
        Set.of("table-needs-timestamps"),
        Map.of("table", "[a-z_]+"),
        Set.of("text", "uuid"),
        Map.of("created_at", "timestamptz"),
        new Limits(20, 60, 8));
  }
}
