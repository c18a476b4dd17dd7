package io.schemawright.plan;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a step is run. */
public enum StepMode {
  /** A question to the target's rows, read-only. */
  @JsonProperty("check")
  CHECK,
  /** In a transaction, which consecutive steps of this mode share. */
  @JsonProperty("transactional")
  TRANSACTIONAL,
  /** On its own, outside of any transaction, such as {@code CREATE INDEX CONCURRENTLY}. */
  @JsonProperty("alone")
  ALONE,
  /** In batches, each a transaction of its own. */
  @JsonProperty("batched")
  BATCHED
}
