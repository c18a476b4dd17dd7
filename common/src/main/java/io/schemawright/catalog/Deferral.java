package io.schemawright.catalog;

import com.fasterxml.jackson.annotation.JsonProperty;

/** When a deferrable constraint is checked; a constraint without one is never deferred. */
public enum Deferral {
  @JsonProperty("initially-immediate")
  INITIALLY_IMMEDIATE,
  @JsonProperty("initially-deferred")
  INITIALLY_DEFERRED
}
