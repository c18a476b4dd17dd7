package io.schemawright.catalog;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Who gives an identity column its value. */
public enum Identity {
  /** The sequence does, unless an insert overrides it explicitly. */
  @JsonProperty("always")
  ALWAYS,
  /** The insert may, else the sequence does. */
  @JsonProperty("by-default")
  BY_DEFAULT
}
