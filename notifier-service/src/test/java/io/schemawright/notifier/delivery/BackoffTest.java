package io.schemawright.notifier.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
  private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));

  @ParameterizedTest
  @CsvSource({"1, 1000", "2, 2000", "3, 4000", "6, 32000", "7, 60000", "1000, 60000"})
  void after_doublesUpToTheLimitAndIsSpread(int attempts, long mean) {
    Random random = new Random(attempts);
    for (int i = 0; i < 200; i++) {
      assertThat(BACKOFF.after(attempts, Optional.empty(), random))
          .isBetween(Duration.ofMillis(mean / 2), Duration.ofMillis(mean / 2 + mean));
    }
  }

  @RepeatedTest(5)
  void after_isNeverLessThanTheReceiverAskedFor() {
    Duration asked = Duration.ofHours(2);

    assertThat(BACKOFF.after(1, Optional.of(asked), new Random())).isEqualTo(asked);
    assertThat(BACKOFF.after(1, Optional.of(Duration.ZERO), new Random()))
        .isGreaterThanOrEqualTo(Duration.ofMillis(500));
  }

  @Test
  void default_reachesOverThreeDays() {
    Duration total = Duration.ZERO;
    for (int attempts = 1; attempts < 36; attempts++) {
      total = total.plus(Backoff.DEFAULT.after(attempts, Optional.empty(), new Random(7)));
    }

    assertThat(total).isBetween(Duration.ofDays(2), Duration.ofDays(4));
  }

  @Test
  void nonsense_isRefused() {
    assertThatThrownBy(() -> new Backoff(Duration.ZERO, Duration.ofSeconds(1)))
        .hasMessageContaining("grows");
    assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)))
        .hasMessageContaining("grows");
  }
}
