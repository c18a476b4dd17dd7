package io.schemawright.benchmarks.load;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The tables that stand on each target before anything is measured, for changes to existing tables.
 * They are used in turn, so that changes to one of them seldom meet. Thread-safe.
 */
public final class StandingTables {
  private final Map<String, Turn> targets = new ConcurrentHashMap<>();

  private record Turn(List<String> tables, AtomicInteger uses) {}

  /**
   * One use of a table.
   *
   * @param use how often the table was used before
   */
  public record Use(String table, int use) {}

  /** Notes that there is such a table now. */
  public void add(String target, String table) {
    targets
        .computeIfAbsent(
            target, name -> new Turn(new CopyOnWriteArrayList<>(), new AtomicInteger()))
        .tables()
        .add(table);
  }

  /**
   * The table whose turn it is.
   *
   * @throws IllegalArgumentException if none stands on that target
   */
  public Use next(String target) {
    Turn turn = targets.get(target);
    if (turn == null) {
      throw new IllegalArgumentException("No table stands on " + target);
    }
    int use = turn.uses().getAndIncrement();
    return new Use(turn.tables().get(use % turn.tables().size()), use / turn.tables().size());
  }
}
