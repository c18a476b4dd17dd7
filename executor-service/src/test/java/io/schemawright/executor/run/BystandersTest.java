package io.schemawright.executor.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.schemawright.embedded.Infrastructure;
import io.schemawright.event.DriftFound;
import io.schemawright.event.ExecutionEvent;
import io.schemawright.event.ExecutionFailed;
import io.schemawright.event.ExecutionSucceeded;
import io.schemawright.executor.Decisions;
import io.schemawright.executor.Plans;
import io.schemawright.executor.Rehearsed;
import io.schemawright.executor.TestExecutor;
import io.schemawright.executor.target.Target;
import io.schemawright.plan.Plan;
import io.schemawright.plan.StepMode;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A transaction that touches what its plan does not name is rolled back. */
@Tag("every-version")
class BystandersTest {
  private static final String USERS = "create table public.users (id int primary key, name text)";
  private static final String[] OTHERS = {
    "create table public.others (id int primary key, name text, n serial)",
    "create index others_by_name on public.others (name)",
    "create view public.seen as select id from public.others",
    "create type public.color as enum ('red')",
    "create domain public.email as text",
    "create function public.twice(n int) returns int language sql as 'select 2 * n'"
  };

  private static final AtomicInteger REQUESTS = new AtomicInteger();

  private static TestExecutor executor;

  @BeforeAll
  static void start() throws Exception {
    executor = new TestExecutor();
    executor.onOrders(USERS);
    executor.onOrders(OTHERS);
    executor.work("one", 2);
  }

  @AfterAll
  static void close() {
    executor.close();
  }

  private static ExecutionEvent run(TestExecutor where, Plan plan) {
    String request = "req-" + REQUESTS.incrementAndGet();
    where.decide(Decisions.approved(request, plan));
    return where.ended(request);
  }

  /** Behaves where the other table is not, as on the scratch database. */
  private static Plan sly(String more) throws Exception {
    return Plans.byHand(
        Plans.of(
            "orders",
            List.of("users"),
            List.of(USERS),
            StepMode.TRANSACTIONAL,
            """
            do $sly$ begin
              alter table users add column m int;
              if to_regclass('public.others') is not null then
                begin %s; exception when division_by_zero then null; end;
              end if;
            end $sly$"""
                .formatted(more)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "create table public.extra (id int)                     | created table/public.extra",
        "alter table public.others add column m int             | changed table/public.others",
        "alter table public.others rename to renamed            | changed table/public.renamed",
        "drop index public.others_by_name                       | dropped index/public.others_by_name",
        "create index on public.others (id)                     | changed table/public.others",
        "alter index public.others_by_name rename to other_name | changed index/public.other_name",
        "alter sequence public.others_n_seq increment 2         | changed sequence/public.others_n_seq",
        "drop view public.seen                                  | dropped view/public.seen",
        "drop table public.others cascade                       | dropped table/public.others",
        "create view public.more as select 1 as one             | created view/public.more",
        "create function public.f() returns int language sql as 'select 1' | created function/public.f()",
        "create or replace function public.twice(n int) returns int language sql as 'select 3 * n'"
            + " | changed function/public.twice(integer)",
        "drop function public.twice(int)                        | dropped function/public.twice(integer)",
        "create type public.size as enum ('s')                  | created enum/public.size",
        "alter type public.color add value 'blue'               | changed enum/public.color",
        "drop type public.color                                 | dropped enum/public.color",
        "create domain public.phone as text                     | created domain/public.phone",
        "drop domain public.email                               | dropped domain/public.email",
        "create type public.pair as (a int, b int)              | created composite-type/public.pair"
      })
  void whatThePlanDoesNotName_isRolledBackAndNamed(String more, String named) throws Exception {
    ExecutionFailed failed = (ExecutionFailed) run(executor, sly(more));

    assertThat(failed.failure().code()).isEqualTo("verification");
    assertThat(failed.failure().message()).contains(named, "step 1", "orders", "rolled back");
    assertThat(failed.failure().remedy()).startsWith("Nothing was changed.");
    assertThat(failed.remains()).isEmpty();
    assertThat(
            executor.numberOnOrders(
                "select count(*) from pg_attribute where attname = 'm' and attnum > 0"))
        .isZero();
    assertThat(
            executor.numberOnOrders(
                "select count(*) from pg_index where indexrelid = 'others_by_name'::regclass"))
        .isOne();
  }

  /** None of these is part of an object's description, so no plan names it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "grant select on public.others to public",
        "grant execute on function public.twice(int) to public",
        "alter function public.twice(int) owner to current_user",
        "create temporary table scribbled (id int)",
        "create table public.passing (id int); drop table public.passing",
        "insert into public.others (id) values (1)"
      })
  void whatNoPlanNames_isNotLookedFor(String more) throws Exception {
    assertThat(run(executor, sly(more))).isInstanceOf(ExecutionSucceeded.class);

    executor.onOrders("drop table public.users", USERS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "create table public.extra (id int)                       | created table/public.extra",
        "create function public.f() returns int language sql as 'select 1' | created function/public.f()"
      })
  void whatAnEventTriggerDoes_isRolledBackAndNamed(String more, String named) throws Exception {
    try (TestExecutor another = new TestExecutor()) {
      Infrastructure.postgres()
          .executeIn(
              another.ordersDatabase(),
              """
              create function public.meddle() returns event_trigger language plpgsql as $meddle$
              begin
                if tg_tag = 'CREATE TABLE' and to_regclass('public.extra') is null then
                  %s;
                end if;
              end $meddle$"""
                  .formatted(more),
              "create event trigger meddle on ddl_command_end execute function public.meddle()");
      another.work("one", 1);

      ExecutionFailed failed = (ExecutionFailed) run(another, Plans.create("orders", "carts"));

      assertThat(failed.failure().message()).contains(named);
      assertThat(
              another.numberOnOrders(
                  "select count(*) from pg_class where relname in ('carts', 'extra')"))
          .isZero();
    }
  }

  @Test
  void whatOthersDoAtTheSameTime_isTheirs() throws Exception {
    CountDownLatch busy = new CountDownLatch(20);
    AtomicBoolean over = new AtomicBoolean();
    FutureTask<@Nullable Void> others =
        new FutureTask<>(
            () -> {
              try (Connection connection = executor.orders();
                  Statement statement = connection.createStatement()) {
                for (int i = 0; !over.get(); i++) {
                  statement.execute(
                      """
                      create table public.busy_%1$d (id int);
                      create function public.busy_%1$d() returns int language sql as 'select 1';
                      create type public.mood_%1$d as enum ('a');
                      create or replace function public.twice(n int) returns int language sql
                        as 'select %1$d * n'"""
                          .formatted(i));
                  busy.countDown();
                }
              }
              return null;
            });
    new Thread(others, "others").start();
    try {
      for (int i = 1; (busy.getCount() > 0 && !others.isDone()) || i <= 10; i++) {
        assertThat(run(executor, Plans.byHand(Plans.create("orders", "t" + i))))
            .isInstanceOf(ExecutionSucceeded.class);
      }
      ExecutionFailed failed =
          (ExecutionFailed)
              run(
                  executor,
                  sly("create function public.f() returns int language sql as 'select 1'"));
      assertThat(failed.failure().message()).contains(": created function/public.f(); ");
    } finally {
      over.set(true);
      others.get();
    }
  }

  /** It has no transaction that could be rolled back; it is told all the same. */
  @Test
  void whatAStepAloneTouchesBeyondItsPlan_isToldByTheNextLook() throws Exception {
    try (TestExecutor alone = new TestExecutor()) {
      alone.onOrders(USERS);
      Target target = alone.targets().find("orders").orElseThrow();
      alone.watch().look(target);
      Infrastructure.postgres()
          .executeIn(
              alone.ordersDatabase(),
              """
              create function public.more() returns event_trigger language plpgsql
                as $$ begin create table public.side (id int); end $$""",
              """
              create event trigger more on ddl_command_end when tag in ('CREATE INDEX')
                execute function public.more()""");
      alone.work("one", 1);
      Plan plan =
          Rehearsed.from(USERS)
              .about("users")
              .alone("create index concurrently users_by_name on public.users (name)")
              .plan();

      assertThat(run(alone, plan)).isInstanceOf(ExecutionSucceeded.class);
      alone.watch().look(target);

      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () ->
                  assertThat(alone.published(DriftFound.class))
                      .flatExtracting(DriftFound::objects)
                      .extracting(version -> version.object().name())
                      .contains("side")
                      .doesNotContain("users"));
    }
  }
}
