package io.schemawright.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What whoever started {@code bin/bench} is told before it begins. */
final class ScheduleTest {
  @Test
  void longOnes_takePlaceInTheLastRoundOnly() {
    Schedule schedule = schedule("floor", "start", "stall");

    assertThat(schedule.size()).isEqualTo(2 * Scale.SHORT.rounds() + 1);
    assertThat(schedule.inWords())
        .matches("2 × floor, start; in the last round floor, start, stall; about .* min .*");
    assertThat(schedule("stall").inWords()).startsWith("stall; about ");
    assertThat(schedule("floor").inWords()).startsWith("2 × floor; about ");
  }

  @Test
  void expected_countsRoundsAndTheStartOfAStack() {
    assertThat(schedule("start").expected())
        .isEqualTo(Duration.ofSeconds(30L * Scale.SHORT.rounds()));
    assertThat(schedule("refused").expected())
        .isGreaterThan(Duration.ofSeconds(20L * Scale.SHORT.rounds()));
  }

  @Test
  void duration_isToldInTwoUnits() {
    assertThat(Schedule.inWords(Duration.ofSeconds(59))).isEqualTo("59 s");
    assertThat(Schedule.inWords(Duration.ofSeconds(61))).isEqualTo("1 min 1 s");
    assertThat(Schedule.inWords(Duration.ofMinutes(121))).isEqualTo("2 h 1 min");
  }

  private static Schedule schedule(String... names) {
    return Schedule.of(
        Scale.SHORT,
        Bench.discover().stream().filter(each -> List.of(names).contains(each.name())).toList());
  }
}
