package io.schemawright.executor.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemawright.executor.queue.Claim;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetriesTest {
  private static final Duration BUDGET = Duration.ofMinutes(10);

  private final Retries retries = new Retries(BUDGET, BUDGET);
  private final Random random = new Random(7);

  private static Outcome.InVain inVain(Reason reason, boolean inDoubt) {
    return new Outcome.InVain(reason, inDoubt, null, null, List.of());
  }

  private static Optional<Claim.Trouble> trouble(Reason reason, int count, Duration duration) {
    return Optional.of(new Claim.Trouble(reason.word(), count, duration));
  }

  @Test
  void pauses_growUpToALimitAndAreJittered() {
    for (int count = 0; count < 40; count++) {
      Optional<Duration> pause =
          retries.pause(
              inVain(Reason.LOCK, false), trouble(Reason.LOCK, count, Duration.ZERO), random);

      long full = Math.min(10_000, 250L << Math.min(count, 10));
      assertThat(pause.orElseThrow().toMillis()).isBetween(full / 2, full);
    }
  }

  @Test
  void spentBudget_endsIt() {
    Optional<Claim.Trouble> spent = trouble(Reason.AWAY, 99, BUDGET.plusMillis(1));

    assertThat(retries.pause(inVain(Reason.AWAY, false), spent, random)).isEmpty();
    assertThat(retries.givenUp(inVain(Reason.AWAY, false), "orders").code())
        .isEqualTo("target-unavailable");
  }

  @Test
  void anotherReason_beginsAnew() {
    Optional<Claim.Trouble> away = trouble(Reason.AWAY, 99, BUDGET.plusMillis(1));

    assertThat(retries.pause(inVain(Reason.LOCK, false), away, random)).isPresent();
  }

  @Test
  void changeThatMayBeCommitted_isNeverGivenUp() {
    Optional<Claim.Trouble> away = trouble(Reason.AWAY, 99, BUDGET.multipliedBy(100));

    assertThat(retries.pause(inVain(Reason.AWAY, true), away, random)).isPresent();
  }
}
