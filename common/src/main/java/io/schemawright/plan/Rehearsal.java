package io.schemawright.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
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
 * @param notes what people should know about how it was tried out, such as tables without rows
 */
public record Rehearsal(
    Outcome outcome,
    String detail,
    boolean restores,
    List<Effect> effects,
    long millis,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> notes) {

  /** A rehearsal of which there is nothing more to know. */
  public Rehearsal(
      Outcome outcome, String detail, boolean restores, List<Effect> effects, long millis) {
    this(outcome, detail, restores, effects, millis, List.of());
  }

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
    notes = List.copyOf(Objects.requireNonNullElse(notes, List.of()));
  }

  /** The same, with more to know. */
  public Rehearsal noting(List<String> more) {
    List<String> all = new ArrayList<>(notes);
    all.addAll(more);
    return new Rehearsal(outcome, detail, restores, effects, millis, all);
  }
}
