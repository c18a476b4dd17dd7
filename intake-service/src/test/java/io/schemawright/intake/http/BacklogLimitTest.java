package io.schemawright.intake.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemawright.outbox.Backlog;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BacklogLimitTest {
  private final BacklogLimit limit = new BacklogLimit(10, Duration.ofSeconds(30));

  @Test
  void isExceededBy_moreEventsOrOlderOnes() {
    assertThat(limit.isExceededBy(new Backlog(10, Duration.ofSeconds(30)))).isFalse();
    assertThat(limit.isExceededBy(new Backlog(11, Duration.ZERO))).isTrue();
    assertThat(limit.isExceededBy(new Backlog(1, Duration.ofSeconds(31)))).isTrue();
  }
}
