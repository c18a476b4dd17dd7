package io.schemawright.executor.run;

import io.schemawright.catalog.ObjectRef;
import io.schemawright.event.Failure;
import io.schemawright.executor.ledger.Recorded;
import io.schemawright.executor.ledger.Standing;
import io.schemawright.executor.ledger.UndoRecord;
import io.schemawright.plan.ObjectState;
import io.schemawright.plan.Plan;
import io.schemawright.plan.Step;
import io.schemawright.plan.StepMode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Takes the steps that are done back, the last one first, each segment in a transaction of its own
 * that writes down that it is undone.
 *
 * <p>A step is only undone while what it changed is as it left it: what somebody else has changed
 * since is theirs. What cannot be undone does not keep the steps before it from being tried; the
 * target is read at the end, and what is not as it was is named. For one thread, for one use.
 */
final class Undo {
  private final TargetSession session;
  private final Plan plan;
  private final Bystanders bystanders;
  private final Predicate<Reason> patient;
  private final SortedMap<Integer, Recorded> done;
  private final SortedMap<Integer, UndoRecord> undone;
  private final SortedMap<Integer, String> stuck = new TreeMap<>();
  private final Map<ObjectRef, ObjectState> expected = new TreeMap<>();
  private Map<ObjectRef, ObjectState> now = Map.of();

  /**
   * A way back from where the plan stands.
   *
   * @param patient what further attempts may still wait out
   */
  Undo(TargetSession session, Plan plan, Standing standing, Predicate<Reason> patient) {
    this.session = session;
    this.plan = plan;
    this.bystanders = new Bystanders(session, plan);
    this.patient = patient;
    this.done = new TreeMap<>(standing.done());
    this.undone = new TreeMap<>(standing.undone());
  }

  /**
   * Undoes what can be undone.
   *
   * @return what remains, in sentences
   * @throws SQLException if the fault is expected to pass: another attempt goes on from there
   */
  List<String> run() throws SQLException {
    now = session.readAlone();
    lastStates().forEach(state -> expected.put(state.ref(), state));
    Set<ObjectRef> foreign = new TreeSet<>(changedByOthers(List.of()));
    changes().values().forEach(foreign::removeAll);
    undone.values().forEach(record -> foreign.removeAll(record.objects()));
    List<Segment> segments = new ArrayList<>(Segment.of(plan));
    Collections.reverse(segments);
    for (Segment segment : segments) {
      List<Step> steps =
          new ArrayList<>(
              segment.steps().stream().filter(step -> done.containsKey(step.number())).toList());
      Collections.reverse(steps);
      if (!steps.isEmpty()) {
        undo(segment, steps);
      }
    }
    return Remains.of(plan, undone, stuck, changes(), foreign, session.readAlone());
  }

  /** How the last move, forward or back, left the plan's objects. */
  private Collection<ObjectState> lastStates() {
    return undone.isEmpty()
        ? statesAfter(done)
        : Objects.requireNonNull(undone.get(undone.firstKey())).states();
  }

  /** What each step that is done has changed, by the states that were read after each. */
  private SortedMap<Integer, Set<ObjectRef>> changes() {
    SortedMap<Integer, Set<ObjectRef>> changes = new TreeMap<>();
    Collection<ObjectState> before = plan.before();
    for (Recorded step : done.values()) {
      changes.put(
          step.outcome().step(),
          new TreeSet<>(States.differing(before, byRef(step.outcome().states()))));
      before = step.outcome().states();
    }
    return changes;
  }

  private Collection<ObjectState> statesBefore(Step step) {
    return statesAfter(done.headMap(step.number()));
  }

  private Collection<ObjectState> statesAfter(SortedMap<Integer, Recorded> steps) {
    return steps.isEmpty()
        ? plan.before()
        : Objects.requireNonNull(steps.get(steps.lastKey())).outcome().states();
  }

  /** An index that our own broken-off statement left invalid was not made so by others. */
  private List<ObjectRef> changedByOthers(List<String> ours) {
    return States.differing(expected.values(), new Leftovers(now, ours).whole());
  }

  private void undo(Segment segment, List<Step> steps) throws SQLException {
    List<Step> possible = new ArrayList<>();
    for (Step step : steps) {
      Set<ObjectRef> theirs = new HashSet<>(changedByOthers(step.undo()));
      theirs.retainAll(changesOf(step));
      if (theirs.isEmpty() || isUndone(step)) {
        possible.add(step);
      } else {
        stuck.put(
            step.number(),
            "%s was not undone: somebody else has changed %s since"
                .formatted(TargetSession.named(step), theirs));
      }
    }
    try {
      switch (segment.mode()) {
        case TRANSACTIONAL -> transaction(segment, possible);
        case ALONE -> alone(possible);
        case CHECK, BATCHED -> mark(possible);
      }
    } catch (SQLException e) {
      if (session.inDoubt() || passes(e)) {
        throw e;
      }
      Failure words = Faults.refused(e, session.target(), "it");
      for (Step step : possible) {
        stuck.put(
            step.number(),
            "%s could not be undone. %s%s"
                .formatted(TargetSession.named(step), words.message(), Remains.byHand(step)));
      }
    }
  }

  private boolean passes(SQLException fault) {
    return session.passing(fault).filter(patient).isPresent();
  }

  private Set<ObjectRef> changesOf(Step step) {
    return changes().getOrDefault(step.number(), Set.of());
  }

  /** Whether an earlier attempt has undone it and could not write that down. */
  private boolean isUndone(Step step) {
    Set<ObjectRef> changed = changesOf(step);
    return step.mode() == StepMode.ALONE
        && !changed.isEmpty()
        && States.differing(statesBefore(step), now).stream().noneMatch(changed::contains);
  }

  private void transaction(Segment segment, List<Step> steps) throws SQLException {
    if (steps.isEmpty()) {
      return;
    }
    session.begin();
    session.limit(steps.get(0));
    session.lock(segment.locks(), steps.get(0));
    for (Step step : steps) {
      session.limit(step);
      session.execute(step, step.undo());
    }
    List<String> touched = bystanders.touched(steps);
    if (!touched.isEmpty()) {
      session.rollback();
      String words = States.beyondThePlan(session.target(), steps, touched).message();
      steps.forEach(step -> stuck.put(step.number(), words));
      return;
    }
    write(steps);
  }

  private void alone(List<Step> steps) throws SQLException {
    for (Step step : steps) {
      if (!isUndone(step) && !step.undo().isEmpty()) {
        session.executeAlone(step, step.undo());
      }
    }
    mark(steps);
  }

  private void mark(List<Step> steps) throws SQLException {
    if (!steps.isEmpty()) {
      session.begin();
      session.limit(steps.get(0));
      write(steps);
    }
  }

  /** In the transaction in progress, which it commits. */
  private void write(List<Step> steps) throws SQLException {
    now = session.objects().read();
    List<UndoRecord> records = new ArrayList<>();
    for (Step step : steps) {
      Recorded recorded = done.get(step.number());
      long rows = recorded == null ? 0 : recorded.outcome().rows();
      UndoRecord record =
          new UndoRecord(
              step.number(),
              step.undo().isEmpty() ? TargetSession.named(step) + " has no way back" : null,
              changesOf(step),
              rows,
              List.copyOf(now.values()));
      records.add(record);
      session.ledger().undone(record);
    }
    session.commit();
    for (UndoRecord record : records) {
      done.remove(record.step());
      undone.put(record.step(), record);
      record.objects().forEach(ref -> expected.put(ref, stateOf(ref)));
    }
  }

  private ObjectState stateOf(ObjectRef ref) {
    ObjectState state = now.get(ref);
    return state == null ? new ObjectState(ref, null) : state;
  }

  private static Map<ObjectRef, ObjectState> byRef(Collection<ObjectState> states) {
    return states.stream().collect(Collectors.toMap(ObjectState::ref, state -> state));
  }
}
