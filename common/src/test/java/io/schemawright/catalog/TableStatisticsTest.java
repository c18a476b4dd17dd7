package io.schemawright.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableStatisticsTest {
  private static final long MEBIBYTE = 1024 * 1024;

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0,    8192, 0, 0,     true",
    "8192, 0, 0, 0, 0, 0,        true",
    "8192, 0, 0, 16384, 0, 0,    false",
    "1048576, 0, 0, 2097152, 0, 0, true",
    "2097152, 0, 0, 1048576, 0, 0, true",
    "1048576, 0, 0, 2097151, 0, 0, false",
    "8192, 0, 0, 8192, 59, 59,   false",
    "8192, 0, 0, 8192, 60, 0,    true",
    "8192, 0, 0, 8192, 0, 60,    true",
    "8192, 100, 100, 8192, 399, 399, false",
    "8192, 100, 0, 8192, 400, 0, true",
    "8192, 0, 400, 8192, 0, 100, true",
  })
  void theFirstRowsAndTheLast_twiceTheSize_fourTimesTheTraffic_areNotable(
      long bytes,
      long scans,
      long writes,
      long bytesNow,
      long scansNow,
      long writesNow,
      boolean notable) {
    TableStatistics before = statistics(bytes, scans, writes);
    TableStatistics now = statistics(bytesNow, scansNow, writesNow);

    assertThat(now.differsNotably(before)).isEqualTo(notable);
    assertThat(now.differsNotably(now)).isFalse();
  }

  @Test
  void unknownTraffic_isNone() {
    TableStatistics unknown = new TableStatistics(1, MEBIBYTE, MEBIBYTE);

    assertThat(unknown.differsNotably(unknown.with(new TableTraffic(59, 59)))).isFalse();
    assertThat(unknown.differsNotably(unknown.with(new TableTraffic(0, 60)))).isTrue();
  }

  private static TableStatistics statistics(long bytes, long scans, long writes) {
    return new TableStatistics(1, bytes, bytes, new TableTraffic(scans, writes));
  }
}
