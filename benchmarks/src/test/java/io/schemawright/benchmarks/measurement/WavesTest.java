package io.schemawright.benchmarks.measurement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WavesTest {
  @Test
  void thoseOfARunThatWasBrokenOff_areThereForTheNext(@TempDir Path home) throws Exception {
    Waves first = Waves.of(home);
    assertThat(first.done()).isZero();
    first.add(wave(200));
    first.add(wave(400));

    Waves second = Waves.of(home);
    assertThat(second.done()).isEqualTo(400);
    second.add(wave(600));

    assertThat(Waves.of(home).last(3, 600)).containsExactly(wave(200), wave(400), wave(600));
    assertThat(second.rows().get(2))
        .isEqualTo(
            Map.of(
                "after",
                600,
                "cpuMillis",
                Map.of("policy", 8.5, "executor", 1.5),
                "millis",
                40.0,
                "yardstickMillis",
                60.0,
                "stolenPercent",
                2.5));
    assertThat(wave(600).allCpuMillis()).isEqualTo(10);
  }

  @Test
  void last_areThoseBeforeTheNumber_whateverCameAfterIt(@TempDir Path home) throws IOException {
    Waves waves = Waves.of(home);
    for (int after = 100; after <= 500; after += 100) {
      waves.add(wave(after));
    }

    assertThat(waves.last(2, 300)).containsExactly(wave(200), wave(300));
    assertThat(waves.last(2, 100)).containsExactly(wave(100));
    assertThatThrownBy(() -> waves.last(2, 99)).hasMessageContaining("another --home");
  }

  private static Wave wave(int after) {
    return new Wave(after, Map.of("policy", 8.5, "executor", 1.5), 40, 60, 2.5);
  }
}
