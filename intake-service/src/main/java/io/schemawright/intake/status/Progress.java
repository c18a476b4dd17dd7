package io.schemawright.intake.status;

import io.schemawright.catalog.Fingerprint;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a request, from topics between which there is no order. Its status follows from
 * what is known, not from what came last, so that a late event moves nothing backwards.
 *
 * <p>Within one topic a request's events are in order; between decisions and executions, the plan
 * that an execution is of tells which decision it follows.
 *
 * @param refused whether intake refused it
 * @param revision the highest revision known to be accepted; 0 where none is
 * @param decision the latest decision, if any
 * @param execution what the executor said last, if anything
 * @param plans the number of the decision that made each plan, by its fingerprint
 */
public record Progress(
    boolean refused,
    int revision,
    @Nullable Decision decision,
    @Nullable Execution execution,
    Map<String, Integer> plans) {

  /** Nothing is known. */
  public static final Progress NONE = new Progress(false, 0, null, null, Map.of());

  /**
   * A decision.
   *
   * @param revision of the request it is about
   * @param number among the decisions about the request
   * @param status what it makes of the request
   */
  public record Decision(int revision, int number, Status status) {}

  /**
   * The executor's word.
   *
   * @param plan the fingerprint of the plan
   * @param status what it makes of the request
   */
  public record Execution(String plan, Status status) {}

  public Progress {
    plans = Collections.unmodifiableMap(new TreeMap<>(Objects.requireNonNullElse(plans, Map.of())));
  }

  /** Intake has refused it; that it accepted a request under this id weighs more. */
  public Progress refuse() {
    return new Progress(true, revision, decision, execution, plans);
  }

  /** Intake has accepted a revision. */
  public Progress accept(int accepted) {
    return new Progress(refused, Math.max(revision, accepted), decision, execution, plans);
  }

  /** Policy has decided. */
  public Progress decide(Decision decided, @Nullable Fingerprint plan) {
    boolean newer = decision == null || decided.number() > decision.number();
    Map<String, Integer> known = new TreeMap<>(plans);
    if (plan != null) {
      known.merge(plan.value(), decided.number(), Math::max);
    }
    return new Progress(refused, revision, newer ? decided : decision, execution, known);
  }

  /** The executor has said something; nothing follows its final word. */
  public Progress execute(Fingerprint plan, Status status) {
    if (execution != null && execution.status().isFinal()) {
      return this;
    }
    return new Progress(refused, revision, decision, new Execution(plan.value(), status), plans);
  }

  /** Where the request is. */
  public Status status() {
    Execution executed = execution;
    Decision decided = decision;
    if (executed != null && !isOvertaken(executed, decided)) {
      return executed.status();
    }
    if (decided != null && decided.revision() >= revision) {
      return decided.status();
    }
    return refused && revision == 0 ? Status.REJECTED : Status.ACCEPTED;
  }

  /** Whether a plan that turned out to be stale has been decided anew. */
  private boolean isOvertaken(Execution executed, @Nullable Decision decided) {
    Integer number = plans.get(executed.plan());
    return executed.status() == Status.STALE
        && decided != null
        && number != null
        && decided.number() > number;
  }
}
