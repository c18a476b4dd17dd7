package io.schemawright.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.schemawright.benchmarks.load.Settled.How;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class BacklogTest {
  @Test
  void seconds_endWithTheLastWord_whicheverRequestItIsOf() throws Exception {
    long begin = System.nanoTime();
    Backlog backlog =
        Backlog.of(
            3, number -> settled(number, begin + TimeUnit.SECONDS.toNanos(1_000 - 100L * number)));

    assertThat(backlog.seconds()).isBetween(910.0, 1_000.0);
    assertThat(backlog.perSecond()).isBetween(0.003, 0.0033);
  }

  @Test
  void require_namesTheRequestWhoseOutcomeIsAnother() throws Exception {
    Backlog backlog = Backlog.of(2, number -> settled(number, System.nanoTime()));

    assertThat(backlog.require(How.COMPLETED)).isSameAs(backlog);
    assertThatThrownBy(() -> backlog.require(number -> number == 1 ? How.REFUSED : How.COMPLETED))
        .hasMessageContaining("Request 1 should be REFUSED and is COMPLETED");
  }

  private static CompletableFuture<Settled> settled(int number, long nanos) {
    return CompletableFuture.completedFuture(
        new Settled(Integer.toString(number), How.COMPLETED, "", 0, nanos, Map.of()));
  }
}
