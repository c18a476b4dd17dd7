package io.schemawright.executor.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.schemawright.catalog.ObjectRef;
import io.schemawright.event.CatalogObjectChanged;
import io.schemawright.event.ExecutionStale;
import io.schemawright.event.ExecutionStepDone;
import io.schemawright.event.ExecutionSucceeded;
import io.schemawright.event.ExecutionWaitingForLock;
import io.schemawright.executor.Decisions;
import io.schemawright.executor.Rehearsed;
import io.schemawright.executor.TestExecutor;
import io.schemawright.plan.LockMode;
import io.schemawright.plan.Plan;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A table that was without rows when it was planned for, and has some when the plan is run. */
class FilledTableTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String CARTS = "create table public.carts (id bigint, note text)";
  private static final String USERS = "create table public.users (id bigint primary key)";
  private static final String A_CART = "insert into public.carts values (1, 'one')";
  private static final String INDEXES =
      "select count(*) from pg_index where not indisprimary"
          + " and indrelid in ('public.carts'::regclass)";

  private final TestExecutor executor = new TestExecutor();

  @AfterEach
  void close() {
    executor.close();
  }

  private static Plan plainIndex() throws SQLException {
    return Rehearsed.from(CARTS)
        .about("carts")
        .then("create index carts_by_note on public.carts (note)")
        .locking("carts", LockMode.SHARE)
        .whileEmpty("carts")
        .plan();
  }

  @Test
  void tableThatIsStillEmpty_isAlteredAsPlanned() throws Exception {
    executor.onOrders(CARTS);
    executor.work("one", 1);

    executor.decide(Decisions.approved("req-1", plainIndex()));

    assertThat(executor.ended("req-1")).isInstanceOf(ExecutionSucceeded.class);
  }

  @Test
  void tableThatWasFilled_isLeftAlone_andItsSizeIsTold() throws Exception {
    executor.onOrders(CARTS);
    assertThat(executor.watch().look(executor.targets().find("orders").orElseThrow())).isTrue();
    executor.onOrders(A_CART);
    executor.work("one", 1);

    executor.decide(Decisions.approved("req-1", plainIndex()));

    ExecutionStale stale = (ExecutionStale) executor.ended("req-1");
    assertThat(stale.differing()).containsExactly(ObjectRef.table("public", "carts"));
    CatalogObjectChanged published =
        executor
            .published(CatalogObjectChanged.class)
            .filter(changed -> changed.object().ref().equals(ObjectRef.table("public", "carts")))
            .findFirst()
            .orElseThrow();
    assertThat(Objects.requireNonNull(published.statistics()).empty()).isTrue();
    assertThat(stale.found())
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.state().object()).isEqualTo(published.object());
              assertThat(found.version()).isEqualTo(published.version());
              assertThat(Objects.requireNonNull(found.statistics()).empty()).isFalse();
            });
    assertThat(executor.numberOnOrders(INDEXES)).isZero();
    assertThat(executor.numberOnOrders("select count(*) from schemawright.ledger")).isZero();
    assertThat(
            executor.numberOnOrders(
                "select count(*) from pg_locks where relation = 'public.carts'::regclass"))
        .isZero();
  }

  @Test
  void tableThatIsFilledWhileItsLockIsWaitedFor_isLeftAlone() throws Exception {
    executor.onOrders(CARTS);
    executor.work("one", 1);
    try (Connection application = executor.orders();
        Statement writing = application.createStatement()) {
      application.setAutoCommit(false);
      writing.execute("lock table public.carts in row exclusive mode");
      executor.decide(Decisions.approved("req-1", plainIndex()));
      await()
          .atMost(LONG)
          .until(() -> executor.published(ExecutionWaitingForLock.class).findAny().isPresent());
      writing.execute(A_CART);
      application.commit();
    }

    assertThat(executor.ended("req-1")).isInstanceOf(ExecutionStale.class);
    assertThat(executor.numberOnOrders(INDEXES)).isZero();
  }

  @Test
  void planOfSeveralCommits_isNotEvenBegun() throws Exception {
    executor.onOrders(USERS, CARTS, A_CART);
    Plan plan =
        Rehearsed.from(USERS, CARTS)
            .about("users", "carts")
            .alone("create index concurrently users_by_id on public.users (id)")
            .then("alter table public.carts add primary key (id)")
            .locking("carts", LockMode.ACCESS_EXCLUSIVE)
            .whileEmpty("carts")
            .plan();
    executor.work("one", 1);

    executor.decide(Decisions.approved("req-1", plan));

    assertThat(executor.ended("req-1")).isInstanceOf(ExecutionStale.class);
    assertThat(executor.published(ExecutionStepDone.class)).isEmpty();
    assertThat(
            executor.numberOnOrders("select count(*) from pg_class where relname = 'users_by_id'"))
        .isZero();
  }

  @Test
  void whatSomebodyElseHasChanged_isToldBeforeTheNextLook() throws Exception {
    executor.onOrders(CARTS);
    assertThat(executor.watch().look(executor.targets().find("orders").orElseThrow())).isTrue();
    Plan plan = plainIndex();
    executor.onOrders("alter table public.carts add column more int");
    executor.work("one", 1);

    executor.decide(Decisions.approved("req-1", plan));

    ExecutionStale stale = (ExecutionStale) executor.ended("req-1");
    assertThat(stale.found())
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.version()).isOne();
              assertThat(Objects.requireNonNull(found.state().object()).definition().toString())
                  .contains("more");
            });
  }
}
