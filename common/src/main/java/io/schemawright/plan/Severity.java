package io.schemawright.plan;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How wrong something is, apart from how dangerous it is here. */
public enum Severity {
  /** Worth knowing. */
  @JsonProperty("advice")
  ADVICE,
  /** Should be mended; a person decides. */
  @JsonProperty("warning")
  WARNING,
  /** Must be mended: the request is refused. */
  @JsonProperty("error")
  ERROR
}
