package io.schemawright.executor.ledger;

import io.schemawright.plan.ObjectState;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where a plan stands on its target.
 *
 * @param done the steps that are committed, by their numbers
 * @param undone those that were, and have been undone
 */
public record Standing(SortedMap<Integer, Recorded> done, SortedMap<Integer, UndoRecord> undone) {
  /** Nothing at all has been done. */
  public static final Standing NOTHING = new Standing(new TreeMap<>(), new TreeMap<>());

  public Standing {
    done = Collections.unmodifiableSortedMap(new TreeMap<>(done));
    undone = Collections.unmodifiableSortedMap(new TreeMap<>(undone));
  }

  /** Whether the ledger has never heard of the plan. */
  public boolean isNew() {
    return done.isEmpty() && undone.isEmpty();
  }

  /** The same with further steps done. */
  public Standing with(List<Recorded> steps) {
    SortedMap<Integer, Recorded> all = new TreeMap<>(done);
    steps.forEach(step -> all.put(step.outcome().step(), step));
    return new Standing(all, undone);
  }

  /** The plan's objects as its last move forward left them; empty where there was none. */
  public Optional<List<ObjectState>> states() {
    return done.isEmpty()
        ? Optional.empty()
        : Optional.of(Objects.requireNonNull(done.get(done.lastKey())).outcome().states());
  }
}
