package io.schemawright.plan;

import java.util.List;
import java.util.Objects;

/**
 * How dangerous a change is, and why.
 *
 * @param level the level
 * @param reasons what led to it; empty for low
 */
public record Risk(RiskLevel level, List<String> reasons) {
  public Risk {
    reasons = List.copyOf(Objects.requireNonNullElse(reasons, List.of()));
  }
}
