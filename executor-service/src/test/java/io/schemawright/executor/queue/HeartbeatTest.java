package io.schemawright.executor.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.schemawright.executor.Decisions;
import io.schemawright.executor.Plans;
import io.schemawright.executor.TestExecutor;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HeartbeatTest {
  private static final String OTHERS_LEASE =
      "select (extract(epoch from lease_until) * 1000)::bigint from executions"
          + " where request_id = 'req-2'";

  private final TestExecutor executor = new TestExecutor();

  @AfterEach
  void close() {
    executor.close();
  }

  @Test
  void claimThatIsBeingSettled_doesNotKeepOthersFromBeingRenewed() throws Exception {
    for (String request : List.of("req-1", "req-2")) {
      executor.decide(Decisions.approved(request, Plans.create("orders", "carts")));
    }
    List<Claim> claims = claimed(List.of(), 2);
    long before = executor.number(OTHERS_LEASE);

    try (Connection settling = executor.database().dataSource().getConnection();
        Statement statement = settling.createStatement();
        Heartbeat heartbeat =
            new Heartbeat(
                executor.database(),
                () -> claims,
                Duration.ofMinutes(2),
                new SimpleMeterRegistry())) {
      settling.setAutoCommit(false);
      statement.execute("update executions set failure = null where request_id = 'req-1'");

      heartbeat.beat();

      assertThat(executor.number(OTHERS_LEASE)).isGreaterThan(before);
      settling.rollback();
    }
  }

  @Test
  void claim_isTheOldestThatMayRunAndNobodyElseHas() throws Exception {
    executor.decide(Decisions.approved("req-1", Plans.create("orders", "carts")));
    executor.decide(Decisions.approved("req-2", Plans.create("orders", "users")));
    executor.decide(Decisions.approved("req-3", Plans.create("orders", "lines"), "req-1"));

    assertThat(claim(List.of("orders"))).isEqualTo("none");
    assertThat(claim(List.of())).isEqualTo("req-1");
    assertThat(claim(List.of())).isEqualTo("req-2");
    assertThat(claim(List.of())).isEqualTo("none");
  }

  private String claim(List<String> away) {
    return claimed(away, 1).stream()
        .map(claim -> claim.requestId().value())
        .findFirst()
        .orElse("none");
  }

  private List<Claim> claimed(List<String> away, int most) {
    return executor
        .database()
        .inTransaction(handle -> Claims.claim(handle, "us", Duration.ofMinutes(1), away, most));
  }
}
