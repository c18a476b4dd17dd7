package io.schemawright.executor.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemawright.executor.Decisions;
import io.schemawright.executor.Plans;
import io.schemawright.executor.TestExecutor;
import io.schemawright.plan.Plan;
import io.schemawright.plan.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExecutionsTest {
  private static final Verdict APPROVED = new Verdict.Approved(true, List.of());

  private final TestExecutor executor = new TestExecutor();

  @AfterEach
  void close() {
    executor.close();
  }

  @Test
  void dependencyThatIsQueuedAgain_isWaitedForAgain() throws Exception {
    Plan plan = Plans.create("orders", "carts");
    executor.decide(Decisions.approved("req-1", plan));
    executor.decide(Decisions.approved("req-2", Plans.create("orders", "lines"), "req-1"));
    end(claim().orElseThrow(), Claims.End.STALE);

    executor.decide(Decisions.of("req-1", plan, 2, APPROVED));

    Claim again = claim().orElseThrow();
    assertThat(again.requestId().value()).isEqualTo("req-1");
    assertThat(claim()).isEmpty();
    end(again, Claims.End.SUCCEEDED);
    assertThat(claim())
        .hasValueSatisfying(
            claim -> {
              assertThat(claim.requestId().value()).isEqualTo("req-2");
              assertThat(claim.dependencyFailed()).isFalse();
            });
  }

  @Test
  void dependencyThatSucceededWithItsFirstPlanAfterAnother_hasNotFailed() throws Exception {
    Plan first = Plans.create("orders", "carts");
    executor.decide(Decisions.approved("req-1", first));
    end(claim().orElseThrow(), Claims.End.STALE);
    executor.decide(Decisions.of("req-1", Plans.create("orders", "users"), 2, APPROVED));
    end(claim().orElseThrow(), Claims.End.STALE);
    executor.decide(Decisions.approved("req-2", Plans.create("orders", "lines"), "req-1"));
    executor.decide(Decisions.of("req-1", first, 3, APPROVED));

    end(claim().orElseThrow(), Claims.End.SUCCEEDED);

    assertThat(claim().map(Claim::dependencyFailed)).contains(false);
  }

  private Optional<Claim> claim() {
    return executor
        .database()
        .inTransaction(handle -> Claims.claim(handle, "us", Duration.ofMinutes(1), List.of(), 1))
        .stream()
        .findFirst();
  }

  private void end(Claim claim, Claims.End end) {
    boolean ours =
        executor.database().inTransaction(handle -> Claims.end(handle, claim, end, null));
    assertThat(ours).isTrue();
  }
}
