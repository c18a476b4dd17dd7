package io.schemawright.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class StolenTimeTest {
  @Test
  void percent_isOfAllThatPassedInBetween() {
    StolenTime before = new StolenTime(100, 1_000);

    assertThat(new StolenTime(150, 1_200).percentSince(before)).isEqualTo(25);
    assertThat(before.percentSince(before)).isZero();
  }

  @Test
  void now_neverGoesBack() throws Exception {
    StolenTime first = StolenTime.now();
    StolenTime second = StolenTime.now();

    assertThat(second.all()).isGreaterThanOrEqualTo(first.all());
    assertThat(second.percentSince(first)).isBetween(0.0, 100.0);
  }
}
