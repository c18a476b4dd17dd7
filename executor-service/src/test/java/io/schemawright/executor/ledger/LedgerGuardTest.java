package io.schemawright.executor.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.schemawright.event.ExecutionSucceeded;
import io.schemawright.executor.Decisions;
import io.schemawright.executor.Rehearsed;
import io.schemawright.executor.TestExecutor;
import io.schemawright.plan.Plan;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What statements that are run on a target can do to its ledger: nothing. */
@Tag("every-version")
class LedgerGuardTest {
  private static final String USERS = "create table public.users (id int)";
  private static final String ADD = "alter table public.users add column n int";

  private static final String FORGE =
      """
      insert into schemawright.ledger (request_id, plan, step, outcome)
      values ('forged', 'forged', 1, '{}')""";

  private static final List<String> ATTACKS =
      List.of(
          FORGE,
          "reset role; " + FORGE,
          "reset session authorization; " + FORGE,
          "set session authorization default; " + FORGE,
          "set role schemawright_ledger",
          "grant schemawright_ledger to current_user",
          "delete from schemawright.ledger",
          "truncate schemawright.undo",
          "begin; lock table schemawright.ledger in access exclusive mode",
          "select * from schemawright.ledger for update",
          "alter table schemawright.ledger disable trigger all",
          "create trigger t before insert on schemawright.ledger for each row execute function"
              + " suppress_redundant_updates_trigger()",
          "create rule r as on insert to schemawright.ledger do instead nothing",
          "create table public.r (a text, b text, c int, foreign key (a, b, c)"
              + " references schemawright.ledger)",
          "select key from schemawright.ledger_key",
          "copy schemawright.ledger_key to stdout",
          "create function schemawright.record(text, text) returns timestamptz language sql"
              + " as 'select now()'",
          "create or replace function schemawright.record(entry text, seal bytea) returns timestamptz"
              + " language sql as 'select now()'",
          "alter function schemawright.record(text, bytea) security invoker",
          "drop schema schemawright cascade",
          "drop owned by schemawright_ledger",
          "reassign owned by schemawright_ledger to current_user",
          "select schemawright.record('{}', null)",
          "select schemawright.record('{\"what\": \"done\"}', sha256('x'))",
          "do $$ begin perform schemawright.record('{\"transaction\": \"'"
              + " || pg_current_xact_id()::text || '\"}', sha256('')); end $$");

  private final TestExecutor executor = new TestExecutor();

  @AfterEach
  void close() {
    executor.close();
  }

  @Test
  void statementAgainstTheLedger_isRefused() throws Exception {
    assertThat(ATTACKS)
        .allSatisfy(
            attack ->
                assertThatThrownBy(() -> executor.onOrders(attack))
                    .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501")));

    assertThat(executor.numberOnOrders("select count(*) from schemawright.ledger")).isZero();
  }

  @Test
  void shadowsAndSettingsLeftInTheSession_changeNothing() throws Exception {
    executor.onOrders(USERS);
    Plan plan = Rehearsed.from(USERS).about("users").then(ADD).then(hostile()).plan();
    Plan next =
        Rehearsed.from(USERS, ADD)
            .about("users")
            .then("alter table public.users add column m int")
            .plan();
    executor.work("one", 1);

    executor.decide(Decisions.approved("req-1", plan));
    assertThat(executor.ended("req-1")).isInstanceOf(ExecutionSucceeded.class);
    executor.decide(Decisions.approved("req-2", next));
    assertThat(executor.ended("req-2")).isInstanceOf(ExecutionSucceeded.class);

    assertThat(executor.numberOnOrders("select count(*) from schemawright.ledger")).isEqualTo(3);
    assertThat(
            executor.numberOnOrders(
                "select count(*) from schemawright.ledger where request_id = 'forged'"))
        .isZero();
    assertThat(
            executor.numberOnOrders(
                "select count(*) from pg_attribute where attname in ('n', 'm')"))
        .isEqualTo(2);
  }

  /** Tries everything, hides what was refused, and looks for a secret wherever one may be seen. */
  private static String hostile() {
    return """
        do $$
        declare seen text;
        begin
          begin reset role; exception when others then null; end;
          begin set role schemawright_ledger; exception when others then null; end;
          begin
            insert into schemawright.ledger (request_id, plan, step, outcome)
            values ('forged', 'forged', 1, '{}');
          exception when others then null; end;
          begin
            select string_agg(coalesce(s.query, ''), '') into seen from pg_stat_activity s;
            seen := seen || (select coalesce(string_agg(statement, ''), '') from pg_prepared_statements);
            seen := seen || (select string_agg(coalesce(setting, ''), '') from pg_settings);
          end;
          if seen like '%a key ' || 'of the tests%' then raise exception 'the key was seen'; end if;
          create temp table pg_class as select * from pg_catalog.pg_class with no data;
          create temp table pg_attribute as select attrelid, attname from pg_catalog.pg_attribute with no data;
          create temp view pg_namespace as select * from pg_catalog.pg_namespace where false;
          create function pg_temp.sha256(bytea) returns bytea language sql as 'select null::bytea';
          set default_transaction_isolation = 'repeatable read';
          set standard_conforming_strings = off;
        end $$""";
  }

  @Test
  void sealedEntry_isWorthNothingWithAnotherKeyOrUnderNone() throws Exception {
    try (Connection orders = executor.orders()) {
      LedgerKey key =
          LedgerTables.prepare(
              orders, "orders", Optional.of("a key of the tests, which nobody else holds"));
      assertThat(key.toString()).doesNotContain("tests");
      assertThatThrownBy(
              () ->
                  LedgerTables.prepare(
                      orders, "orders", Optional.of("another key of more than 32 characters")))
          .hasMessageContaining("LEDGER_KEY");
      assertThatThrownBy(() -> LedgerTables.prepare(orders, "orders", Optional.empty()))
          .hasMessageContaining("guarded");
    }
  }
}
