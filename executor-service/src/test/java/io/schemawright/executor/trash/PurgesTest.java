package io.schemawright.executor.trash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.schemawright.catalog.ObjectRef;
import io.schemawright.change.Change;
import io.schemawright.change.Purge;
import io.schemawright.change.RollBack;
import io.schemawright.event.DecisionMade;
import io.schemawright.event.ExecutionStale;
import io.schemawright.event.ExecutionSucceeded;
import io.schemawright.executor.Decisions;
import io.schemawright.executor.Rehearsed;
import io.schemawright.executor.TestExecutor;
import io.schemawright.plan.Plan;
import io.schemawright.plan.Trash;
import io.schemawright.request.RequestId;
import io.schemawright.request.SchemaRequest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a drop leaves in the trash, and when its purge is asked for. */
final class PurgesTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String USERS = "create table public.users (id int primary key)";
  private static final String TRASH =
      Trash.schema(new RequestId("drop-users"), ObjectRef.table("public", "users"));
  private static final String AWAY = "alter table public.users set schema \"%s\"".formatted(TRASH);
  private static final String MADE = "CREATE SCHEMA \"%s\"".formatted(TRASH);

  private TestExecutor executor = new TestExecutor(Duration.ZERO);

  @AfterEach
  void close() {
    executor.close();
  }

  @Test
  void ask_whenTheRetentionIsOver_isOneRequestThatNamesTheDrop() throws Exception {
    drop();

    ask();
    ask();

    await().atMost(LONG).untilAsserted(() -> assertThat(executor.requests()).hasSize(1));
    SchemaRequest request = executor.requests().get(0);
    assertThat(request.target()).isEqualTo("orders");
    assertThat(request.requestedBy()).isEqualTo("schemawright-executor");
    assertThat(request.justification()).contains("dropped by drop-users at");
    assertThat(request.changes()).containsExactly(new Purge("drop-users"));
  }

  @Test
  void ask_afterAsLongAgain_isAnotherRequest() throws Exception {
    drop();
    ask();
    executor
        .database()
        .inTransaction(
            handle -> handle.execute("update trash set asked_at = asked_at - interval '2 days'"));

    ask();

    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(executor.requests())
                    .extracting(SchemaRequest::requestId)
                    .hasSize(2)
                    .doesNotHaveDuplicates());
  }

  @Test
  void ask_withinTheRetention_isNothing() throws Exception {
    executor.close();
    executor = new TestExecutor(Duration.ofDays(14));
    drop();

    ask();

    assertThat(executor.number("select count(*) from trash where asked_at is null")).isEqualTo(1);
    assertThat(executor.requests()).isEmpty();
  }

  @Test
  void ask_afterTheTableWasBroughtBack_isNothing() throws Exception {
    drop();
    Plan back =
        Rehearsed.from(USERS, MADE, AWAY)
            .about("users")
            .then("alter table \"%s\".users set schema public".formatted(TRASH))
            .then("drop schema \"%s\"".formatted(TRASH))
            .plan();

    apply("back", back, new RollBack("drop-users"));
    ask();

    assertThat(executor.number("select count(*) from trash")).isZero();
    assertThat(executor.requests()).isEmpty();
    assertThat(executor.numberOnOrders("select count(*) from public.users")).isEqualTo(1);
  }

  @Test
  void purge_dropsTheTableWithItsSchema_andIsAudited() throws Exception {
    drop();

    apply("purge", purge(), new Purge("drop-users"));

    assertThat(executor.number("select count(*) from trash")).isZero();
    assertThat(
            executor.numberOnOrders(
                "select count(*) from pg_namespace where nspname = '%s'".formatted(TRASH)))
        .isZero();
    assertThat(
            executor.number(
                "select count(*) from schema_changes_audit where request_id = 'purge'"
                    + " and migration_sql like 'drop table %'"))
        .isEqualTo(1);
  }

  @Test
  void purge_ofATableThatIsNotAsItWasDropped_leavesIt() throws Exception {
    drop();
    executor.onOrders("alter table \"%s\".users add column note text".formatted(TRASH));

    executor.decide(decision("purge", purge(), new Purge("drop-users")));

    assertThat(executor.ended("purge")).isNotInstanceOf(ExecutionSucceeded.class);
    assertThat(executor.numberOnOrders("select count(*) from \"%s\".users".formatted(TRASH)))
        .isEqualTo(1);
    assertThat(executor.number("select count(*) from trash")).isEqualTo(1);
  }

  @Test
  void purge_ofATableThatSomebodyHasRemoved_saysSo_andIsNotAskedForAgain() throws Exception {
    drop();
    executor.onOrders("drop schema \"%s\" cascade".formatted(TRASH));

    executor.decide(decision("purge", purge(), new Purge("drop-users")));

    ExecutionStale stale = (ExecutionStale) executor.ended("purge");
    assertThat(stale.found())
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.state().ref()).isEqualTo(ObjectRef.table(TRASH, "users"));
              assertThat(found.state().object()).isNull();
            });
    assertThat(executor.number("select count(*) from trash")).isZero();
  }

  private void drop() throws Exception {
    executor.onOrders(USERS, "insert into public.users values (1)");
    executor.work("one", 1);
    apply("drop-users", Rehearsed.from(USERS).about("users").then(MADE).then(AWAY).plan());
  }

  private static Plan purge() throws Exception {
    return Rehearsed.from(USERS, MADE, AWAY)
        .about(ObjectRef.table(TRASH, "users"))
        .then("drop table \"%s\".users".formatted(TRASH))
        .then("drop schema \"%s\"".formatted(TRASH))
        .plan();
  }

  private void apply(String request, Plan plan, Change... changes) {
    executor.decide(decision(request, plan, changes));
    assertThat(executor.ended(request)).isInstanceOf(ExecutionSucceeded.class);
  }

  private static DecisionMade decision(String request, Plan plan, Change... changes) {
    return Decisions.asking(Decisions.approved(request, plan), List.of(changes));
  }

  private void ask() {
    executor.targets().all().forEach(executor.purges()::ask);
  }
}
