package io.schemawright.executor.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.schemawright.event.DecisionMade;
import io.schemawright.executor.Decisions;
import io.schemawright.executor.Plans;
import io.schemawright.executor.TestExecutor;
import io.schemawright.messaging.EventCodec;
import io.schemawright.outbox.Transaction;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ClaimantTest {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final String SCHEDULED =
      "select count(*) from executions where state = 'scheduled'";

  private final TestExecutor executor = new TestExecutor();
  private final Claimant claimant =
      new Claimant(new EventCodec("executor", Clock.systemUTC()), "us", LONG, List::of);

  @AfterEach
  void close() {
    executor.close();
  }

  @Test
  void moreThanThereAreWorkersFor_staysOpenToOthers() throws Exception {
    claimant.open(2);
    decide(3);

    assertThat(claim()).isEqualTo(2);

    assertThat(next()).isNotEqualTo(next());
    assertThat(executor.number(SCHEDULED)).isEqualTo(1);
    assertThat(claim()).isZero();
  }

  @Test
  void whoEndsAClaim_hasTheNextByTheSameTransaction() throws Exception {
    claimant.open(1);
    decide(2);
    claim();
    Claim first = claimant.await(LONG).orElseThrow();

    executor
        .outbox()
        .transact(
            transaction -> {
              boolean ended = Claims.end(transaction.handle(), first, Claims.End.SUCCEEDED, null);
              claimant.claimAfter(first, transaction);
              return ended;
            });

    assertThat(next()).isEqualTo("req-2");
    assertThat(claimant.held()).hasSize(1).doesNotContain(first);
  }

  @Test
  void transactionThatIsRolledBack_hasClaimedNothing() throws Exception {
    claimant.open(1);
    decide(1);

    assertThatThrownBy(
            () ->
                executor
                    .outbox()
                    .transact(
                        transaction -> {
                          claimant.claim(transaction);
                          throw new IllegalStateException("the commit fails");
                        }))
        .hasMessage("the commit fails");

    assertThat(claimant.held()).isEmpty();
    assertThat(executor.number(SCHEDULED)).isEqualTo(1);
    assertThat(claim()).isEqualTo(1);
  }

  @Test
  @Timeout(60)
  void whoFindsAllWorkersSpokenFor_isLookedForWhenOneIsNot() throws Exception {
    claimant.open(1);
    DecisionMade decision = Decisions.approved("req-1", Plans.create("orders", "carts"));
    executor
        .outbox()
        .transact(
            finding -> {
              int nothing = claimant.claim(finding);
              executor.decide(decision);
              assertThat(claim()).isZero();
              return nothing;
            });

    assertThat(claimant.await(LONG)).isEmpty();
    assertThat(claim()).isEqualTo(1);
  }

  @Test
  void severalPlansOfOneTransaction_areClaimedTogether() throws Exception {
    claimant.open(3);
    decide(2);

    executor
        .outbox()
        .transact(
            transaction -> {
              claimant.claimLast(transaction);
              claimant.claimLast(transaction);
              return transaction;
            });

    assertThat(claimant.held()).hasSize(2);
  }

  @Test
  void claimThatIsLetGo_makesItsWorkerIdle() throws Exception {
    claimant.open(1);
    decide(2);
    claim();
    Claim first = claimant.await(LONG).orElseThrow();

    claimant.letGo(first);
    claimant.letGo(first);

    assertThat(claim()).isEqualTo(1);
    assertThat(claim()).isZero();
  }

  @Test
  @Timeout(60)
  void closed_claimsNothingAndKeepsNobodyWaiting() throws Exception {
    claimant.open(2);
    decide(1);

    claimant.close(2);

    assertThat(claimant.await(LONG)).isEmpty();
    assertThat(claimant.await(LONG)).isEmpty();
    assertThat(claim()).isZero();
  }

  private void decide(int requests) throws SQLException {
    for (int i = 1; i <= requests; i++) {
      executor.decide(Decisions.approved("req-" + i, Plans.create("orders", "table_" + i)));
    }
  }

  private int claim() {
    return executor.outbox().transact((Transaction transaction) -> claimant.claim(transaction));
  }

  private String next() throws InterruptedException {
    Optional<Claim> claim = claimant.await(LONG);
    return claim.orElseThrow().requestId().value();
  }
}
