package io.schemawright.policy.docket;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemawright.event.EventId;
import io.schemawright.event.Samples;
import io.schemawright.plan.Verdict;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CaseFileTest {
  @Test
  void decided_manyTimes_knowsTheLatestEvents() {
    Verdict waiting =
        new Verdict.Waiting(1, List.of(), Instant.parse("2030-01-01T00:00:00Z"), List.of());
    CaseFile file = new CaseFile(Samples.decision(waiting));
    for (int i = 1; i <= 250; i++) {
      file = file.decided(file.decision(), new EventId("event-" + i));
    }

    assertThat(file.handled())
        .hasSize(100)
        .startsWith(new EventId("event-151"))
        .endsWith(new EventId("event-250"));
  }
}
