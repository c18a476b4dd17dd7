package io.schemawright.executor.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemawright.embedded.Infrastructure;
import io.schemawright.embedded.PostgresServer;
import io.schemawright.event.ExecutionSucceeded;
import io.schemawright.executor.Decisions;
import io.schemawright.executor.Plans;
import io.schemawright.executor.TestExecutor;
import io.schemawright.executor.doctor.Finding.Level;
import io.schemawright.executor.ledger.LedgerTables;
import io.schemawright.executor.target.TargetSettings;
import io.schemawright.executor.window.Calendar;
import io.schemawright.plan.Plan;
import io.schemawright.plan.StepMode;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A target whose tables belong to an application, and a role that may log in and no more. */
@Tag("every-version")
class TargetDoctorTest {
  private static final String KEY = "a key of the tests, which nobody else holds";
  private static final String USERS = "create table public.users (id int)";

  private final PostgresServer postgres = Infrastructure.postgres();
  private final PostgresServer.Database shop = postgres.freshDatabase("shop");
  private final String role = shop.name() + "_executor";
  private final TargetDoctor doctor = new TargetDoctor(8);

  @BeforeEach
  void roleThatMayLogIn() throws Exception {
    postgres.createRole(role, "word");
    postgres.executeIn(
        shop.name(), "grant connect on database %s to %s".formatted(shop.name(), role));
    run(USERS, "create view public.all_users as select id from public.users");
  }

  private void run(String... statements) throws Exception {
    try (Connection owner = shop.connect();
        var statement = owner.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private TargetSettings settings(String key) {
    return new TargetSettings(
        "shop",
        shop.url(),
        role,
        "word",
        "test",
        key,
        Calendar.ALWAYS,
        TargetSettings.TRASH_RETENTION);
  }

  private static Map<String, Level> levels(Diagnosis diagnosis) {
    return diagnosis.findings().stream().collect(Collectors.toMap(Finding::check, Finding::level));
  }

  private void obey(Diagnosis diagnosis) {
    postgres.executeIn(shop.name(), diagnosis.grants().toArray(String[]::new));
  }

  @Test
  void grantsThatArePrinted_areEnoughForADoctorsBlessingAndForChanges() throws Exception {
    Diagnosis before = doctor.examine(settings(""));

    assertThat(before.healthy()).isFalse();
    assertThat(levels(before))
        .containsEntry("reachable", Level.OK)
        .containsEntry("version", Level.OK)
        .containsEntry("attributes", Level.OK)
        .containsEntry("create-on-database", Level.PROBLEM)
        .containsEntry("schemas", Level.PROBLEM)
        .containsEntry("owners", Level.PROBLEM)
        .containsEntry("monitoring", Level.WARNING)
        .containsEntry("ledger", Level.WARNING);
    assertThat(before.grants())
        .containsSubsequence(
            "GRANT CREATE ON DATABASE \"%s\" TO \"%s\"".formatted(shop.name(), role),
            "GRANT USAGE, CREATE ON SCHEMA \"public\" TO \"%s\"".formatted(role),
            "GRANT \"%s\" TO \"%s\"".formatted(shop.role(), role),
            "GRANT pg_monitor TO \"%s\"".formatted(role));

    obey(before);
    try (Connection superuser = postgres.connect(shop.name())) {
      LedgerTables.guard(superuser, role, KEY);
    }
    Diagnosis after = doctor.examine(settings(KEY));

    assertThat(after.findings()).allMatch(finding -> finding.level() == Level.OK);
    assertThat(after.grants()).isEmpty();
    try (TestExecutor executor = new TestExecutor(List.of(settings(KEY)))) {
      executor.work("one", 1);
      executor.decide(Decisions.approved("req-1", Plans.create("shop", "carts")));
      executor.decide(Decisions.approved("req-2", addColumn()));
      assertThat(executor.ended("req-1")).isInstanceOf(ExecutionSucceeded.class);
      assertThat(executor.ended("req-2")).isInstanceOf(ExecutionSucceeded.class);
    }
  }

  private static Plan addColumn() throws Exception {
    return Plans.of(
        "shop",
        List.of("users"),
        List.of(USERS),
        StepMode.TRANSACTIONAL,
        "alter table public.users add column name text");
  }

  /** Whoever is a member of a superuser can become one. */
  @Test
  void tableOfASuperuser_isHandedOverInsteadOfMembership() {
    postgres.executeIn(shop.name(), "create table public.secrets (id int)");

    Diagnosis diagnosis = doctor.examine(settings(""));
    assertThat(diagnosis.grants())
        .contains("ALTER TABLE \"public\".\"secrets\" OWNER TO \"%s\"".formatted(role))
        .noneMatch(grant -> grant.startsWith("GRANT \"postgres"));
    obey(diagnosis);

    assertThat(levels(doctor.examine(settings("")))).containsEntry("owners", Level.OK);
  }

  @Test
  void tooMuchIsSaidToo() {
    postgres.execute(
        "alter role %s createrole connection limit 3".formatted(role),
        "alter role %s set synchronous_commit = off".formatted(role),
        "alter role %s set default_transaction_read_only = on".formatted(role));

    Diagnosis diagnosis = doctor.examine(settings(""));

    assertThat(levels(diagnosis))
        .containsEntry("attributes", Level.WARNING)
        .containsEntry("connections", Level.WARNING)
        .containsEntry("durability", Level.WARNING)
        .containsEntry("writable", Level.PROBLEM);
    obey(diagnosis);
    assertThat(levels(doctor.examine(settings(""))))
        .containsEntry("attributes", Level.OK)
        .containsEntry("durability", Level.OK)
        .containsEntry("writable", Level.OK);
  }

  @Test
  void ledgerWithAnotherKey_isAProblem() throws Exception {
    try (Connection superuser = postgres.connect(shop.name())) {
      LedgerTables.guard(superuser, role, KEY);
    }

    assertThat(doctor.examine(settings("another key of more than 32 characters")).findings())
        .filteredOn(finding -> finding.check().equals("ledger"))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.level()).isEqualTo(Level.PROBLEM);
              assertThat(finding.detail()).contains("LEDGER_KEY");
            });
  }

  @Test
  void eventTrigger_isNamed() {
    postgres.executeIn(
        shop.name(),
        "create function public.watch() returns event_trigger language plpgsql as 'begin end'",
        "create event trigger watcher on ddl_command_end execute function public.watch()");
    try {
      assertThat(doctor.examine(settings("")).findings())
          .filteredOn(finding -> finding.check().equals("event-triggers"))
          .singleElement()
          .satisfies(
              finding -> {
                assertThat(finding.level()).isEqualTo(Level.WARNING);
                assertThat(finding.detail()).contains("watcher");
              });
    } finally {
      postgres.executeIn(shop.name(), "drop event trigger watcher");
    }
  }
}
