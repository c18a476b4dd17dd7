package io.schemawright.intake.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemawright.catalog.Fingerprint;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class StandingTest {
  private static final Instant FIRST = Instant.parse("2026-01-01T00:00:01Z");
  private static final Instant LATER = Instant.parse("2026-01-01T00:00:02Z");
  private static final Progress OPEN = Progress.NONE.accept(1);
  private static final Progress ENDED =
      OPEN.execute(new Fingerprint("a".repeat(64)), Status.COMPLETED);

  @Test
  void moved_toItsEndTwice_endedTheFirstTime() {
    Standing ended = Standing.NONE.moved(ENDED, "done", FIRST).moved(ENDED, "done", LATER);

    assertThat(ended.processedAt()).isEqualTo(FIRST);
  }

  @Test
  void moved_onFromItsEnd_hasNoEndUntilTheNext() {
    Standing again = Standing.NONE.moved(ENDED, "done", FIRST).moved(OPEN, "again", LATER);

    assertThat(again.processedAt()).isNull();
    assertThat(again.moved(ENDED, "done", LATER).processedAt()).isEqualTo(LATER);
  }

  @Test
  void moved_withoutNews_keepsWhatWasTold() {
    Standing told = Standing.NONE.moved(OPEN, "waits", FIRST).moved(OPEN, null, LATER);

    assertThat(told.explanation()).isEqualTo("waits");
  }
}
