package io.schemawright.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class SettledTest {
  private static final Settled DONE = told(Map.of());

  @Test
  void await_waitsForOneAsLongAsOthersAreSettled() throws Exception {
    CompletableFuture<Settled> second = new CompletableFuture<>();
    CompletableFuture<Settled> third = new CompletableFuture<>();
    Slow first = new Slow(List.of(second, third));
    assertThat(Settled.await(List.of(first, second, third))).containsExactly(DONE, DONE, DONE);
  }

  @Test
  void await_saysHowManyAreMissingWhenNoneIsSettledAnyMore() {
    CompletableFuture<Settled> second = new CompletableFuture<>();
    CompletableFuture<Settled> never = new CompletableFuture<>();
    Slow first = new Slow(List.of(second));
    assertThatThrownBy(() -> Settled.await(List.of(first, second, never), Duration.ofMillis(1)))
        .isInstanceOf(TimeoutException.class)
        .hasMessage("1 of 3 requests are not settled");
  }

  @Test
  void millis_ofAStage_leavesOutWhoseEndWasNotSeen() {
    assertThat(
            Settled.millis(
                List.of(told(Map.of("policy", 7L)), told(Map.of("intake", 2L))), "intake"))
        .containsExactly(2.0);
  }

  private static Settled told(Map<String, Long> stageMillis) {
    return new Settled("request", Settled.How.COMPLETED, "", 0, 1, stageMillis);
  }

  /**
   * Whoever waits for it loses patience once for each of the others, which is settled meanwhile.
   */
  private static final class Slow extends CompletableFuture<Settled> {
    private final List<CompletableFuture<Settled>> others;

    Slow(List<CompletableFuture<Settled>> others) {
      this.others = others;
    }

    @Override
    public Settled get(long timeout, TimeUnit unit) throws TimeoutException {
      for (CompletableFuture<Settled> other : others) {
        if (other.complete(DONE)) {
          throw new TimeoutException();
        }
      }
      complete(DONE);
      return DONE;
    }
  }
}
