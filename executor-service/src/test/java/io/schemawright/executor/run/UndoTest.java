package io.schemawright.executor.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.schemawright.embedded.Infrastructure;
import io.schemawright.event.ExecutionCancelled;
import io.schemawright.event.ExecutionFailed;
import io.schemawright.event.ExecutionSucceeded;
import io.schemawright.event.ExecutionUndone;
import io.schemawright.event.ExecutionWaitingForLock;
import io.schemawright.executor.Decisions;
import io.schemawright.executor.Rehearsed;
import io.schemawright.executor.TestExecutor;
import io.schemawright.plan.LockMode;
import io.schemawright.plan.Plan;
import io.schemawright.plan.Verdict;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Plans of several transactions that do not reach their end, or do after all. */
class UndoTest {
  private static final String USERS =
      "create table public.users (id bigint primary key, name text, n int)";
  private static final String THREE =
      "insert into public.users values (1, 'a'), (2, 'b'), (3, 'c')";

  private final TestExecutor executor = new TestExecutor();

  @AfterEach
  void close() {
    executor.close();
  }

  /** A table, then a column of another one; the second step waits for whoever reads that one. */
  private static Plan twoTransactions() throws Exception {
    return Rehearsed.from(USERS)
        .about("users", "carts")
        .then("create table public.carts (id int)", "drop table public.carts")
        .alone(
            "create index concurrently \"carts_id\" on public.carts (id)",
            "drop index concurrently public.\"carts_id\"")
        .then("alter table public.users add column m int", "alter table public.users drop column m")
        .locking("users", LockMode.ACCESS_EXCLUSIVE)
        .plan();
  }

  private Connection reader() throws SQLException {
    Connection reader = executor.orders();
    reader.setAutoCommit(false);
    try (Statement statement = reader.createStatement()) {
      // Not a SELECT: its snapshot would hold up CONCURRENTLY.
      statement.execute("lock table public.users in access share mode");
    }
    return reader;
  }

  private void untilTheLastStepWaits() {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> executor.published(ExecutionWaitingForLock.class).findAny().isPresent());
  }

  private long relations(String name) throws SQLException {
    return executor.numberOnOrders("select count(*) from pg_class where relname = '" + name + "'");
  }

  private long rowsOfDoneSteps() throws SQLException {
    return executor.numberOnOrders("select count(*) from schemawright.ledger where undone is null");
  }

  /** The second step fails on the rows that are there; the way back of the first meets a fault. */
  private static Plan withUndo(String undo) throws Exception {
    return Rehearsed.from(USERS)
        .about("users", "carts")
        .then("create table public.carts (id int)", undo)
        .alone(
            "create index concurrently \"carts_id\" on public.carts (id)",
            "drop index concurrently public.\"carts_id\"")
        .then("alter table public.users add constraint positive check (id > 2)")
        .plan();
  }

  private static final String FULL =
      "raise exception 'could not extend file: No space left on device' using errcode = '53100'";

  private static Retries impatient() {
    return new Retries(Duration.ofMinutes(1), Duration.ofMillis(1));
  }

  @Test
  void wayBackThatMeetsAFullDisk_endsWithTheBudget_andSaysWhatRemains() throws Exception {
    executor.onOrders(USERS, THREE);
    executor.work("one", 1, impatient());

    executor.decide(
        Decisions.approved("req-1", withUndo("do $$ begin %s; end $$".formatted(FULL))));

    ExecutionFailed failed = (ExecutionFailed) executor.ended("req-1");
    assertThat(failed.failure().sqlState()).isEqualTo("23514");
    assertThat(failed.remains())
        .singleElement()
        .asString()
        .contains("step 1", "could not be undone", "No space left on device", "by hand: do $$");
    assertThat(relations("carts_id")).isZero();
    assertThat(relations("carts")).isOne();
    assertThat(executor.number("select attempt from executions")).isGreaterThan(1);
  }

  @Test
  void targetThatCannotEvenTakeDownThatThePlanGoesBack_endsWithTheBudget() throws Exception {
    executor.onOrders(USERS, THREE);
    Infrastructure.postgres()
        .executeIn(
            executor.ordersDatabase(),
            "create function public.full() returns trigger language plpgsql as"
                + " $$ begin %s; end $$".formatted(FULL),
            "create trigger full_disk before insert on schemawright.undo"
                + " execute function public.full()");
    executor.work("one", 1, impatient());

    executor.decide(Decisions.approved("req-1", withUndo("drop table public.carts")));

    ExecutionFailed failed = (ExecutionFailed) executor.ended("req-1");
    assertThat(failed.failure().sqlState()).isEqualTo("23514");
    assertThat(failed.remains())
        .hasSize(2)
        .allSatisfy(
            left -> assertThat(left).contains("was not undone", "No space left on device", "drop"));
    assertThat(relations("carts")).isOne();
  }

  @Test
  void secondSegmentThatFails_undoesTheFirst() throws Exception {
    Plan plan =
        Rehearsed.from(USERS)
            .about("users", "carts")
            .then("create table public.carts (id int)", "drop table public.carts")
            .alone(
                "create index concurrently \"carts_id\" on public.carts (id)",
                "drop index concurrently public.\"carts_id\"")
            .then("alter table public.users add constraint positive check (id > 2)")
            .plan();
    executor.onOrders(USERS, THREE);
    executor.work("one", 1);

    executor.decide(Decisions.approved("req-1", plan));

    ExecutionUndone undone = (ExecutionUndone) executor.ended("req-1");
    assertThat(undone.failure().sqlState()).isEqualTo("23514");
    assertThat(relations("carts")).isZero();
    assertThat(rowsOfDoneSteps()).isZero();
    assertThat(
            executor.number("select count(*) from schema_changes_audit where outcome = 'failed'"))
        .isEqualTo(1);

    // Approved anew after the rows were mended, it goes forward from its beginning.
    executor.onOrders("delete from public.users where id < 3");
    executor.decide(Decisions.of("req-1", plan, 2, new Verdict.Approved(true, List.of())));
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                executor.executions("req-1").stream()
                    .anyMatch(ExecutionSucceeded.class::isInstance));
    assertThat(rowsOfDoneSteps()).isEqualTo(3);
    assertThat(relations("carts_id")).isEqualTo(1);
  }

  @Test
  void backfillBeforeAFailure_remainsAndIsSaid() throws Exception {
    Plan plan =
        Rehearsed.from(USERS)
            .about("users")
            .backfill("users", List.of("id"), "n = 7", null)
            .then("alter table public.users add constraint positive check (id > 2)")
            .plan();
    executor.onOrders(USERS, THREE);
    executor.work("one", 1);

    executor.decide(Decisions.approved("req-1", plan));

    ExecutionFailed failed = (ExecutionFailed) executor.ended("req-1");
    assertThat(failed.failure().sqlState()).isEqualTo("23514");
    assertThat(failed.remains())
        .containsExactly(
            "step 1 (step 1) changed 3 rows of table/public.users, which keep their new values");
    assertThat(rowsOfDoneSteps()).isZero();
  }

  @Test
  void backfillOfAColumnThatIsDroppedAgain_leavesNothing() throws Exception {
    Plan plan =
        Rehearsed.from(USERS)
            .about("users")
            .then(
                "alter table public.users add column m int",
                "alter table public.users drop column m")
            .backfill("users", List.of("id"), "\"m\" = length('a,b')", null)
            .then("alter table public.users add constraint positive check (id > 2)")
            .plan();
    executor.onOrders(USERS, THREE);
    executor.work("one", 1);

    executor.decide(Decisions.approved("req-1", plan));

    assertThat(executor.ended("req-1")).isInstanceOf(ExecutionUndone.class);
  }

  @Test
  void processThatDiesBetweenTwoSegments_isFollowedByOneThatGoesOn() throws Exception {
    executor.onOrders(USERS);
    executor.work("one", 1);
    try (Connection reader = reader()) {
      assertThat(reader.isClosed()).isFalse();
      executor.decide(Decisions.approved("req-1", twoTransactions()));
      untilTheLastStepWaits();
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () ->
                  executor
                          .database()
                          .inTransaction(
                              handle ->
                                  handle.execute(
                                      "update executions set state = 'running', owner = 'dead',"
                                          + " in_doubt = true, lease_until = clock_timestamp()"
                                          + " - interval '1 second' where state = 'scheduled'"))
                      == 1);
    }

    assertThat(executor.ended("req-1")).isInstanceOf(ExecutionSucceeded.class);
    assertThat(rowsOfDoneSteps()).isEqualTo(3);
    assertThat(executor.envelopes().map(envelope -> envelope.id())).doesNotHaveDuplicates();
  }

  @Test
  void locksThatAreNeverFree_undoWhatWasDoneWhenTheBudgetIsSpent() throws Exception {
    executor.onOrders(USERS);
    executor.work("one", 1, new Retries(Duration.ofMillis(1), Duration.ofMinutes(1)));
    try (Connection reader = reader()) {
      assertThat(reader.isClosed()).isFalse();
      executor.decide(Decisions.approved("req-1", twoTransactions()));

      ExecutionUndone undone = (ExecutionUndone) executor.ended("req-1");
      assertThat(undone.failure().code()).isEqualTo("lock-timeout");
    }
    assertThat(relations("carts")).isZero();
  }

  @Test
  void cancellationBetweenTwoSegments_undoesWhatWasDone() throws Exception {
    executor.onOrders(USERS);
    executor.work("one", 1);
    Plan plan = twoTransactions();
    try (Connection reader = reader()) {
      assertThat(reader.isClosed()).isFalse();
      executor.decide(Decisions.approved("req-1", plan));
      untilTheLastStepWaits();
      executor.decide(Decisions.cancelled("req-1", plan));

      assertThat(executor.ended("req-1")).isInstanceOf(ExecutionCancelled.class);
    }
    assertThat(relations("carts")).isZero();
    assertThat(rowsOfDoneSteps()).isZero();
    Map<String, String> audited =
        executor
            .database()
            .read(
                handle ->
                    handle
                        .createQuery(
                            "select outcome, change_summary, migration_sql"
                                + " from schema_changes_audit")
                        .mapToMap(String.class)
                        .one());
    assertThat(audited)
        .containsEntry("outcome", "cancelled")
        .containsEntry(
            "change_summary",
            "step 1; step 2; all undone, because ada cancelled it: no longer needed")
        .containsEntry(
            "migration_sql",
            """
            create table public.carts (id int);
            create index concurrently "carts_id" on public.carts (id);
            drop index concurrently public."carts_id";
            drop table public.carts;""");
    assertThat(executor.publishedLinks()).hasSize(1);
    assertThat(executor.auditReport().sound()).isTrue();
  }

  @Test
  void changeByOthersBetweenTwoSegments_undoesOnlyWhatIsOurs() throws Exception {
    executor.onOrders(USERS);
    executor.work("one", 1);
    try (Connection reader = reader()) {
      executor.decide(Decisions.approved("req-1", twoTransactions()));
      untilTheLastStepWaits();
      try (Statement statement = reader.createStatement()) {
        statement.execute("alter table public.users add column theirs int");
      }
      reader.commit();
    }

    ExecutionUndone undone = (ExecutionUndone) executor.ended("req-1");
    assertThat(undone.failure().code()).isEqualTo("changed-meanwhile");
    assertThat(undone.failure().message()).contains("public.users");
    assertThat(relations("carts")).isZero();
  }

  @Test
  void changeByOthersOfWhatWeChanged_isLeftAlone() throws Exception {
    executor.onOrders(USERS);
    executor.work("one", 1);
    try (Connection reader = reader()) {
      assertThat(reader.isClosed()).isFalse();
      executor.decide(Decisions.approved("req-1", twoTransactions()));
      untilTheLastStepWaits();
      executor.onOrders("alter table public.carts add column theirs int");
    }

    ExecutionFailed failed = (ExecutionFailed) executor.ended("req-1");
    assertThat(failed.failure().code()).isEqualTo("changed-meanwhile");
    assertThat(failed.remains())
        .hasSize(2)
        .allSatisfy(left -> assertThat(left).contains("somebody else has changed", "carts"));
    assertThat(relations("carts")).isEqualTo(1);
    assertThat(rowsOfDoneSteps()).isEqualTo(2);
  }
}
