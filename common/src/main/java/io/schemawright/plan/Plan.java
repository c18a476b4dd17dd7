package io.schemawright.plan;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.schemawright.catalog.Fingerprint;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.event.Json;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What is to be run on a target, and what it leads to. An approval is an approval of its
 * fingerprint.
 *
 * @param fingerprint of everything else in it
 * @param target the database
 * @param postgresMajor the major version it was rehearsed on and is meant for
 * @param steps the way up, in order
 * @param down the way back from the end, in order
 * @param before the objects it touches, as they must be when it begins
 * @param after the same objects as they are when it is done
 */
public record Plan(
    Fingerprint fingerprint,
    String target,
    int postgresMajor,
    List<Step> steps,
    List<Step> down,
    List<ObjectState> before,
    List<ObjectState> after) {
  public Plan {
    steps = List.copyOf(steps);
    down = List.copyOf(Objects.requireNonNullElse(down, List.of()));
    before = List.copyOf(before);
    after = List.copyOf(after);
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("a plan needs a step");
    }
    Fingerprint actual = fingerprint(target, postgresMajor, steps, down, before, after);
    if (!fingerprint.equals(actual)) {
      throw new IllegalArgumentException(
          "the plan's fingerprint is %s, its content has %s".formatted(fingerprint, actual));
    }
  }

  /** A plan with the fingerprint that belongs to it. */
  public static Plan of(
      String target,
      int postgresMajor,
      List<Step> steps,
      List<Step> down,
      List<ObjectState> before,
      List<ObjectState> after) {
    return new Plan(
        fingerprint(target, postgresMajor, steps, down, before, after),
        target,
        postgresMajor,
        steps,
        down,
        before,
        after);
  }

  /** The objects that it touches, in the order in which they are locked. */
  @JsonIgnore
  public SortedSet<ObjectRef> objects() {
    SortedSet<ObjectRef> refs = new TreeSet<>();
    before.forEach(state -> refs.add(state.ref()));
    after.forEach(state -> refs.add(state.ref()));
    return refs;
  }

  private record Content(
      String target,
      int postgresMajor,
      List<Step> steps,
      List<Step> down,
      List<ObjectState> before,
      List<ObjectState> after) {}

  private static Fingerprint fingerprint(
      String target,
      int postgresMajor,
      List<Step> steps,
      List<Step> down,
      List<ObjectState> before,
      List<ObjectState> after) {
    try {
      return Fingerprint.ofBytes(
          Json.mapper()
              .writeValueAsBytes(new Content(target, postgresMajor, steps, down, before, after)));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a plan has no JSON", e);
    }
  }
}
