package io.schemawright.intake.submission;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ContentIdTest {
  private static final String HASH = "00ff".repeat(16);

  @Test
  void of_theSameWordsSentAtTheSameTime_isTheSame() {
    Instant sentAt = Instant.parse("2026-11-21T23:59:59Z");

    assertThat(ContentId.of(HASH, sentAt)).isEqualTo(ContentId.of(HASH, sentAt));
    assertThat(ContentId.of(HASH, sentAt).value()).matches("req-[0-9a-v]{26}-20261121");
  }

  @Test
  void of_theSameWordsADayLater_isAnother() {
    Instant sentAt = Instant.parse("2026-11-21T00:00:00Z");

    assertThat(ContentId.of(HASH, sentAt.plusSeconds(86_400)))
        .isNotEqualTo(ContentId.of(HASH, sentAt));
  }

  @Test
  void of_smallHash_hasAllItsDigits() {
    assertThat(ContentId.of("0".repeat(63) + "1", Instant.EPOCH).value())
        .isEqualTo("req-" + "0".repeat(26) + "-19700101");
  }
}
