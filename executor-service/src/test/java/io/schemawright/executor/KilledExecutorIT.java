package io.schemawright.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.schemawright.embedded.Infrastructure;
import io.schemawright.embedded.PostgresServer;
import io.schemawright.event.Envelope;
import io.schemawright.event.Event;
import io.schemawright.event.ExecutionEvent;
import io.schemawright.event.ExecutionStepDone;
import io.schemawright.messaging.Topic;
import io.schemawright.plan.LockMode;
import io.schemawright.plan.Plan;
import io.schemawright.plan.Step;
import io.schemawright.plan.StepMode;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * One kill -9 at every boundary at once: each plan is kept, by a lock of the test's, at another
 * point of its way until all of them are there.
 */
class KilledExecutorIT {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final int LONG_MILLIS = 300_000;

  /** The points at which a plan is kept, as the ends of the requests' ids. */
  private static final String BEFORE_CLAIM = "before_claim";

  private static final String AFTER_CLAIM = "after_claim";
  private static final String BETWEEN_STEPS = "between_steps";
  private static final String IN_INDEX = "in_index";
  private static final String COMMITTED = "committed";
  private static final String RECORDED = "recorded";
  private static final String TOLD_HALF = "told_half";
  private static final String UNDOING = "undoing";

  private static final String OF_DATABASE =
      " where database = (select oid from pg_database where datname = current_database())";
  private static final String WAITING =
      "select count(*) from pg_locks"
          + " where not granted and pid in (select pid from pg_stat_activity"
          + " where datname = current_database())";
  private static final String TOLD =
      "select cardinality(told_steps) from executions where request_id = ";
  private static final String ADVISORY_LOCKS =
      "select count(*) from pg_locks" + OF_DATABASE + " and locktype = 'advisory'";

  /** Waits for the test at the points of the way that a plan's row, or an event's, goes through. */
  private static final String HANG =
      """
      create function hang() returns trigger language plpgsql as
      $$ begin perform pg_advisory_xact_lock_shared(1); return new; end $$;
      create trigger before_claim before update on executions for each row
        when (new.request_id = '%1$s-before_claim' and old.state = 'scheduled'
              and new.state = 'running') execute function hang();
      create trigger between_steps before update on executions for each row
        when (new.request_id = '%1$s-between_steps' and new.told_steps <> old.told_steps)
        execute function hang();
      create trigger committed before update on executions for each row
        when (new.request_id = '%1$s-committed' and new.state = 'succeeded')
        execute function hang();
      create constraint trigger sent after delete on outbox deferrable initially deferred
        for each row when (old.topic = 'schema.executions' and old.key = convert_to('%1$s', 'UTF8'))
        execute function hang();
      """;

  private final PostgresServer.Database own = Infrastructure.postgres().freshDatabase("executor");
  private final PostgresServer.Database target = Infrastructure.postgres().freshDatabase("shop");
  private final Broker broker = new Broker();
  private final String name = target.name();

  /** Those that come to a good end. */
  private final Map<String, Plan> plans = new TreeMap<>();

  private final List<Connection> held = new ArrayList<>();

  @AfterEach
  void close() throws SQLException {
    release();
    broker.close();
  }

  @Test
  void killedAndStartedAgain_everyPlanIsAppliedAndReportedOnce() throws Exception {
    try (ExecutorProcess first = start()) {
      bringEachToItsBoundary();
      first.kill();
    }
    release();
    try (ExecutorProcess second = start()) {
      assertAppliedAndReportedOnce();
      second.kill();
    }
  }

  @Test
  void killedBesideAnother_everyPlanIsAppliedAndReportedOnce() throws Exception {
    try (ExecutorProcess first = start()) {
      bringEachToItsBoundary();
      long sessions = ownSessions();
      try (ExecutorProcess second = start()) {
        await().atMost(LONG).until(() -> ownSessions() > sessions);
        first.kill();
        release();
        assertAppliedAndReportedOnce();
        second.kill();
      }
    }
  }

  /** With a lease that no pause of the machine outlasts: at their boundaries all still run. */
  private ExecutorProcess start() throws IOException {
    return ExecutorProcess.start(own, name, target, Duration.ofSeconds(10));
  }

  private void bringEachToItsBoundary() throws Exception {
    await()
        .atMost(LONG)
        .ignoreExceptions() // Tables are made one after the other; when they are, topics are read.
        .until(
            () ->
                number(own, "select count(*) from reader_partition") > 0
                    && number(target, "select count(*) from pg_class where relname = 'ledger_key'")
                        == 1);
    run(own, HANG.formatted(name));
    run(target, "create table public.after_claim (id int)");
    run(target, "create table public.in_the_way as select 1 as id");
    hold(own.connect(), "select pg_advisory_lock(1)");
    hold(target.connect(), "select pg_advisory_lock(2)");
    hold(target.connect(), "lock table public.after_claim in access exclusive mode");

    for (String table : List.of(COMMITTED, RECORDED)) {
      plans.put(table, plan(Rehearsed.from().about(table).then(create(table))));
    }
    for (String table : List.of(BETWEEN_STEPS, IN_INDEX)) {
      plans.put(
          table,
          plan(
              Rehearsed.from()
                  .about(table)
                  .then(create(table))
                  .alone(
                      "create index concurrently \"by_%1$s\" on public.%1$s (id)"
                          .formatted(table))));
    }
    plans.put(
        AFTER_CLAIM,
        plan(
            Rehearsed.from("create table public.after_claim (id int)")
                .about(AFTER_CLAIM)
                .then("alter table public.after_claim add column n int")
                .locking(AFTER_CLAIM, LockMode.ACCESS_EXCLUSIVE)
                .waiting(LONG_MILLIS)));
    plans.put(
        TOLD_HALF,
        plan(
            Rehearsed.from()
                .about(TOLD_HALF)
                .then(create(TOLD_HALF))
                .check("select id, count(*) over () as violations from public.told_half")
                .then(waiting("alter table public.told_half add column n int"))
                .waiting(LONG_MILLIS)));
    Plan undone =
        plan(
            Rehearsed.from("create table public.in_the_way as select 1 as id")
                .about(UNDOING, "in_the_way")
                .then(create(UNDOING), waiting("drop table public.undoing"))
                .waiting(LONG_MILLIS)
                .check("select id, count(*) over () as violations from public.in_the_way"));
    // An index is not finished before transactions have ended that may look into it.
    hold(
        target.connect(),
        "set transaction isolation level repeatable read",
        "select count(*) from pg_class");
    for (Map.Entry<String, Plan> plan : plans.entrySet()) {
      broker.publish(Decisions.approved(id(plan.getKey()), plan.getValue()));
    }
    broker.publish(Decisions.approved(id(UNDOING), undone));

    await()
        .atMost(LONG)
        .untilAsserted(
            () -> {
              assertThat(state(AFTER_CLAIM)).isEqualTo("running");
              assertThat(state(BETWEEN_STEPS)).isEqualTo("running");
              assertThat(state(IN_INDEX)).isEqualTo("running");
              assertThat(state(COMMITTED)).isEqualTo("running");
              assertThat(state(RECORDED)).isEqualTo("succeeded");
              // Two plans, and whoever has sent the first events and not yet deleted them.
              assertThat(number(own, WAITING + " and locktype = 'advisory'")).isEqualTo(3);
              assertThat(number(target, WAITING + " and locktype = 'relation'")).isEqualTo(1);
              assertThat(invalidIndexes()).isEqualTo(1);
              assertThat(number(target, WAITING + " and locktype = 'virtualxid'")).isEqualTo(1);
              assertThat(ledgerRows(BETWEEN_STEPS)).isEqualTo(1);
              assertThat(ledgerRows(IN_INDEX)).isEqualTo(1);
              assertThat(ledgerRows(COMMITTED)).isEqualTo(1);
              assertThat(ledgerRows(AFTER_CLAIM)).isZero();
              assertThat(state(TOLD_HALF)).isEqualTo("running");
              assertThat(number(own, TOLD + "'%s'".formatted(id(TOLD_HALF)))).isEqualTo(1);
              assertThat(state(UNDOING)).isEqualTo("running");
              assertThat(number(target, "select count(*) from schemawright.undo")).isEqualTo(1);
              assertThat(number(target, WAITING + " and locktype = 'advisory'")).isEqualTo(2);
            });
    // The last of all: the transaction that queues it claims it as well.
    Plan last = plan(Rehearsed.from().about(BEFORE_CLAIM).then(create(BEFORE_CLAIM)));
    plans.put(BEFORE_CLAIM, last);
    broker.publish(Decisions.approved(id(BEFORE_CLAIM), last));
    await().atMost(LONG).until(() -> number(own, WAITING + " and locktype = 'advisory'") == 4);
    // Something is published; that a plan has succeeded is not.
    assertThat(broker.read(Topic.EXECUTIONS, name)).isNotEmpty();
    assertThat(endings(RECORDED)).isEmpty();
  }

  private void assertAppliedAndReportedOnce() throws Exception {
    await()
        .atMost(LONG)
        .untilAsserted(
            () -> {
              for (String table : plans.keySet()) {
                assertThat(state(table)).as(table).isEqualTo("succeeded");
              }
              assertThat(state(UNDOING)).isEqualTo("failed");
              assertThat(number(own, "select count(*) from outbox")).isZero();
              assertThat(number(target, ADVISORY_LOCKS)).isZero();
            });
    for (Map.Entry<String, Plan> plan : plans.entrySet()) {
      String table = plan.getKey();
      List<Integer> steps =
          plan.getValue().steps().stream()
              .filter(step -> step.mode() != StepMode.CHECK)
              .map(Step::number)
              .toList();
      assertThat(ledgerRows(table)).as(table).isEqualTo(steps.size());
      assertThat(audited(table, "succeeded")).as(table).isEqualTo(1);
      assertThat(stepsDone(table)).as(table).containsExactlyInAnyOrderElementsOf(steps);
      assertThat(endings(table)).as(table).hasSize(1);
    }
    assertThat(invalidIndexes()).isZero();
    assertThat(number(target, "select count(*) from pg_class where relname like 'by\\_%'"))
        .isEqualTo(2);
    assertThat(endings(UNDOING)).hasSize(1);
    assertThat(audited(UNDOING, "failed")).isEqualTo(1);
    assertThat(number(target, "select count(*) from pg_class where relname = 'undoing'")).isZero();
    assertThat(number(target, "select count(*) from schemawright.ledger where undone is not null"))
        .isEqualTo(1);
  }

  private String id(String table) {
    return name + "-" + table;
  }

  /** The same plan on our target, with time for the test. */
  private Plan plan(Rehearsed rehearsed) throws SQLException {
    Plan plan = rehearsed.plan();
    List<Step> steps =
        plan.steps().stream()
            .map(
                step ->
                    new Step(
                        step.number(),
                        step.summary(),
                        step.mode(),
                        step.statements(),
                        step.locks(),
                        step.lockTimeoutMillis(),
                        LONG_MILLIS,
                        step.before(),
                        step.after(),
                        step.undo(),
                        step.batches(),
                        step.searchPath(),
                        step.emptyTable()))
            .toList();
    return Plan.of(name, plan.postgresMajor(), steps, List.of(), plan.before(), plan.after());
  }

  private static String create(String table) {
    return "create table public.%s (id int)".formatted(table);
  }

  /** A statement that waits for the test first. */
  private static String waiting(String statement) {
    return "do $$ begin perform pg_advisory_xact_lock_shared(2); %s; end $$".formatted(statement);
  }

  private long audited(String table, String outcome) throws SQLException {
    return number(
        own,
        "select count(*) from schema_changes_audit where outcome = '%s' and request_id = '%s'"
            .formatted(outcome, id(table)));
  }

  private String state(String table) throws SQLException {
    try (Connection connection = own.connect();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select state from executions where request_id = '%s'".formatted(id(table)))) {
      return row.next() ? row.getString(1) : "unknown";
    }
  }

  private long ledgerRows(String table) throws SQLException {
    return number(
        target,
        "select count(*) from schemawright.ledger where request_id = '%s'".formatted(id(table)));
  }

  private long invalidIndexes() throws SQLException {
    return number(target, "select count(*) from pg_index where not indisvalid");
  }

  private long ownSessions() throws SQLException {
    return number(
        own, "select count(*) from pg_stat_activity where datname = '%s'".formatted(own.name()));
  }

  /** The ids of the events that say what became of a request, however often each was sent. */
  private Set<String> endings(String table) {
    return events(table)
        .filter(envelope -> ((ExecutionEvent) envelope.event()).isFinal())
        .map(envelope -> envelope.id().value())
        .collect(Collectors.toSet());
  }

  /** The steps of which it was said that they are done, once for each id. */
  private List<Integer> stepsDone(String table) {
    return events(table)
        .filter(envelope -> envelope.event() instanceof ExecutionStepDone)
        .collect(Collectors.toMap(Envelope::id, Envelope::event, (one, again) -> one))
        .values()
        .stream()
        .map(event -> ((ExecutionStepDone) event).step())
        .toList();
  }

  private Stream<Envelope<Event>> events(String table) {
    return broker.read(Topic.EXECUTIONS, name).stream()
        .filter(
            envelope ->
                envelope.event() instanceof ExecutionEvent event
                    && event.requestId().value().equals(id(table)));
  }

  /** Runs statements on a connection that stays open, in a transaction, until {@link #release}. */
  private void hold(Connection connection, String... statements) throws SQLException {
    held.add(connection);
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private void release() throws SQLException {
    for (Connection connection : held) {
      connection.close();
    }
    held.clear();
  }

  private static void run(PostgresServer.Database database, String sql) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static long number(PostgresServer.Database database, String query) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }
}
