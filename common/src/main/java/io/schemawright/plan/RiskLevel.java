package io.schemawright.plan;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How dangerous a change is where it is to run. */
public enum RiskLevel {
  @JsonProperty("low")
  LOW,
  @JsonProperty("moderate")
  MODERATE,
  @JsonProperty("high")
  HIGH,
  @JsonProperty("critical")
  CRITICAL
}
