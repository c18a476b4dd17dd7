package io.schemawright.plan;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Objects;

/**
 * How a plan went on the scratch database.
 *
 * @param outcome whether it ran
 * @param detail PostgreSQL's own words, or why it could not be rehearsed; empty where all went well
 * @param restores whether DOWN led back to the state before
 * @param effects what UP did to what existed before
 * @param millis how long it took
 */
public record Rehearsal(
    Outcome outcome, String detail, boolean restores, List<Effect> effects, long millis) {

  /** Whether the plan ran. */
  public enum Outcome {
    @JsonProperty("passed")
    PASSED,
    @JsonProperty("failed")
    FAILED,
    /** Nothing can be said: never approved automatically. */
    @JsonProperty("not-rehearsable")
    NOT_REHEARSABLE
  }

  public Rehearsal {
    effects = List.copyOf(Objects.requireNonNullElse(effects, List.of()));
  }
}
