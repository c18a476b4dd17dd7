package io.schemawright.executor.run;

import io.schemawright.catalog.ObjectRef;
import io.schemawright.event.Failure;
import io.schemawright.plan.ObjectState;
import io.schemawright.plan.Plan;
import io.schemawright.plan.Step;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Compares how a plan's objects are with how they should be. */
final class States {
  private States() {}

  /**
   * Before a step.
   *
   * @param expected the states that it begins from
   */
  static void check(Step step, Collection<ObjectState> expected, Map<ObjectRef, ObjectState> found)
      throws Differs {
    if (!isBefore(step, found)) {
      throw new Differs(differing(expected, found));
    }
  }

  static boolean isBefore(Step step, Map<ObjectRef, ObjectState> found) {
    return ObjectState.fingerprint(found.values()).equals(step.before());
  }

  static boolean isAfter(Step step, Map<ObjectRef, ObjectState> found) {
    return ObjectState.fingerprint(found.values()).equals(step.after());
  }

  /** Those of {@code expected} that are different now. */
  static List<ObjectRef> differing(
      Collection<ObjectState> expected, Map<ObjectRef, ObjectState> found) {
    return expected.stream()
        .filter(
            state -> {
              ObjectState actual = found.get(state.ref());
              return actual == null || !actual.fingerprint().equals(state.fingerprint());
            })
        .map(ObjectState::ref)
        .toList();
  }

  /** The result of a step is not the rehearsed one. */
  static Failure notAsPlanned(
      Plan plan, Step step, Map<ObjectRef, ObjectState> found, String whatFollows) {
    boolean last = step.after().equals(ObjectState.fingerprint(plan.after()));
    return new Failure(
        "verification",
        null,
        "After %s %s was not as the rehearsal left it (%s); %s"
            .formatted(
                TargetSession.named(step),
                plan.target(),
                last ? differing(plan.after(), found) : plan.objects(),
                whatFollows),
        "Something on the target makes the same statements do something else, such as an event"
            + " trigger, a default or another version: compare it with the scratch database, then"
            + " make the request again.");
  }

  /** A transaction has touched what its plan does not name, and was rolled back. */
  static Failure beyondThePlan(String target, List<Step> steps, List<String> touched) {
    return new Failure(
        "verification",
        null,
        "On %s %s touched what the plan does not name: %s; the transaction was rolled back"
            .formatted(
                target,
                steps.stream().map(TargetSession::named).collect(Collectors.joining(", ")),
                String.join(", ", touched)),
        "Something on the target does more than in the rehearsal, such as a function, an event"
            + " trigger or a DO block that looks at what is there: make it do the same on both, or"
            + " ask for what else it does, then make the request again.");
  }
}
