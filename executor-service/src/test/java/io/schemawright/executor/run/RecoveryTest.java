package io.schemawright.executor.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.schemawright.event.ExecutionSucceeded;
import io.schemawright.executor.Decisions;
import io.schemawright.executor.Plans;
import io.schemawright.executor.TestExecutor;
import io.schemawright.executor.queue.Heartbeat;
import io.schemawright.plan.Plan;
import io.schemawright.service.Health;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is left by a process that dies, by a database that refuses, by an error of our own. */
class RecoveryTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private final TestExecutor executor = new TestExecutor();

  @AfterEach
  void close() {
    executor.close();
  }

  @Test
  void errorOfOurOwn_endsNoWorkerAndKeepsNoClaim() throws Exception {
    AtomicBoolean thrown = new AtomicBoolean();
    executor
        .metrics()
        .config()
        .meterFilter(
            new MeterFilter() {
              @Override
              public Meter.Id map(Meter.Id id) {
                if (id.getName().equals("schemawright.executions") && !thrown.getAndSet(true)) {
                  throw new NoClassDefFoundError("a class that is missing");
                }
                return id;
              }
            });
    executor.work("one", 1);

    executor.decide(Decisions.approved("req-1", Plans.create("orders", "carts")));
    executor.decide(Decisions.approved("req-2", Plans.create("orders", "lines")));

    assertThat(executor.ended("req-1")).isInstanceOf(ExecutionSucceeded.class);
    assertThat(executor.ended("req-2")).isInstanceOf(ExecutionSucceeded.class);
    assertThat(thrown).isTrue();
    assertThat(executor.number("select count(*) from executions where state = 'running'")).isZero();
  }

  @Test
  void claimWhoseProcessHasDied_isTakenOverAndReportedFromTheLedger() throws Exception {
    Plan plan = Plans.create("orders", "carts");
    executor.work("one", 1);
    executor.decide(Decisions.approved("req-1", plan));
    executor.ended("req-1");
    // As a process leaves it that dies between the target's commit and its own.
    executor
        .database()
        .inTransaction(
            handle ->
                handle.execute(
                    "update executions set state = 'running', owner = 'dead', in_doubt = true,"
                        + " lease_until = clock_timestamp() - interval '1 second'"));

    // The event is sent after the commit of the row.
    await()
        .atMost(LONG)
        .until(() -> executor.published(ExecutionSucceeded.class).count(), Long.valueOf(2)::equals);

    assertThat(executor.number("select count(*) from executions where state = 'succeeded'"))
        .isEqualTo(1);
    assertThat(executor.numberOnOrders("select count(*) from schemawright.ledger")).isEqualTo(1);
    assertThat(
            executor
                .envelopes()
                .filter(envelope -> envelope.event() instanceof ExecutionSucceeded)
                .map(envelope -> envelope.id())
                .distinct())
        .hasSize(1);
  }

  @Test
  void outcomeThatOurDatabaseRefuses_isGivenBackAndReportedFromTheLedger() throws Exception {
    // A sequence is not rolled back: the refusal happens once, and is not one that passes.
    executor
        .database()
        .inTransaction(
            handle ->
                handle.execute(
                    """
                    create sequence refusals;
                    create function refuse_once() returns trigger language plpgsql as
                    $$ begin
                      if nextval('refusals') = 1 then raise exception 'not this time'; end if;
                      return new;
                    end $$;
                    create trigger refuse_once before update on executions for each row
                      when (new.state = 'succeeded') execute function refuse_once()
                    """));
    executor.work("one", 1);
    // While the process lives, no lease runs out.
    try (Heartbeat heartbeat =
        new Heartbeat(
            executor.database(),
            executor::held,
            Duration.ofSeconds(10),
            new SimpleMeterRegistry())) {
      executor.decide(Decisions.approved("req-1", Plans.create("orders", "carts")));

      assertThat(executor.ended("req-1")).isInstanceOf(ExecutionSucceeded.class);
      assertThat(heartbeat.check()).isEqualTo(Health.ok());
    }
    assertThat(executor.number("select attempt from executions")).isEqualTo(2);
    assertThat(executor.numberOnOrders("select count(*) from schemawright.ledger")).isEqualTo(1);
    assertThat(executor.number("select count(*) from schema_changes_audit")).isEqualTo(1);
    assertThat(executor.published(ExecutionSucceeded.class)).hasSize(1);
  }
}
