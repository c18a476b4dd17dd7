package io.schemawright.plan;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a statement did to what existed before it. */
public enum EffectKind {
  /** It held a lock when it was about to commit. */
  @JsonProperty("lock")
  LOCK,
  /** It wrote the whole table anew. */
  @JsonProperty("rewrite")
  REWRITE,
  /** It read the whole table. */
  @JsonProperty("scan")
  SCAN,
  /** It dropped an object. */
  @JsonProperty("drop")
  DROP,
  /** It lost data. */
  @JsonProperty("data-loss")
  DATA_LOSS
}
