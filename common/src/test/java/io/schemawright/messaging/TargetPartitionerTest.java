package io.schemawright.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemawright.event.Event;
import io.schemawright.event.EventType;
import io.schemawright.event.Samples;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TargetPartitionerTest {

  @Test
  void partition_everyEventOfOneTarget_isTheSame() {
    for (Event event : Samples.events()) {
      switch (EventType.of(event).topic()) {
        case NOTIFICATIONS, POLICIES -> {} // Keyed by request and by policy set.
        default ->
            assertThat(TargetPartitioner.partition(event.key(), 64))
                .as(event.key())
                .isEqualTo(TargetPartitioner.partition("orders", 64));
      }
    }
  }

  @Test
  void partition_manyTargets_areSpread() {
    long used =
        IntStream.range(0, 1000)
            .map(i -> TargetPartitioner.partition("target-" + i, 8))
            .distinct()
            .count();

    assertThat(used).isEqualTo(8);
  }
}
