package io.schemawright.executor.ledger;

import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.TableStatistics;
import io.schemawright.plan.ObjectState;
import java.util.List;
import java.util.Optional;

/**
 * The full outcome of one step: all that is needed to report it, however late and by whom.
 *
 * @param step its number
 * @param summary what it did, for people
 * @param ddlMillis how long its statements took
 * @param states the plan's objects as they were read back
 * @param sizes of those of them that are tables, after the plan's last step
 * @param rows how many rows a backfill has changed
 */
public record StepRecord(
    int step,
    String summary,
    long ddlMillis,
    List<ObjectState> states,
    List<Size> sizes,
    long rows) {

  /** How big a table was. */
  public record Size(ObjectRef table, TableStatistics statistics) {}

  public StepRecord {
    states = List.copyOf(states);
    sizes = List.copyOf(sizes);
  }

  /** The size of a table, if it was taken. */
  public Optional<TableStatistics> sizeOf(ObjectRef table) {
    return sizes.stream()
        .filter(size -> size.table().equals(table))
        .map(Size::statistics)
        .findFirst();
  }
}
