package io.schemawright.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PromQlTest {
  @Test
  void selectors_areFoundWithTheirLabels() {
    assertThat(
            PromQl.selectors(
                "sum by (service, le) (rate(a_total{x=\"max(b)\", y=~\"c|d\"}[5m])) / 1e3"
                    + " > bool on (service) group_left (z) max_over_time(e[1h:5m] offset 5m)"
                    + " or up{job!=\"f\"} == 0 unless g_seconds"))
        .containsExactly(
            new PromQl.Selector("a_total", List.of("x", "y")),
            new PromQl.Selector("e", List.of()),
            new PromQl.Selector("up", List.of("job")),
            new PromQl.Selector("g_seconds", List.of()));
  }

  @Test
  void grouping_isFound() {
    assertThat(PromQl.grouping("sum by (a, b) (c) / on (d) group_left () e"))
        .containsExactly("a", "b", "d");
  }
}
