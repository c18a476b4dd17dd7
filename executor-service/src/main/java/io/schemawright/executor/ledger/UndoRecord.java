package io.schemawright.executor.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.plan.ObjectState;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How a step was undone.
 *
 * @param step its number
 * @param remains why something of it may be left; null where nothing is
 * @param objects what it had changed
 * @param rows how many rows it had changed, which keep their values
 * @param states the plan's objects as they were read back
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record UndoRecord(
    int step,
    @Nullable String remains,
    Set<ObjectRef> objects,
    long rows,
    List<ObjectState> states) {
  public UndoRecord {
    objects = Collections.unmodifiableSortedSet(new TreeSet<>(objects));
    states = List.copyOf(states);
  }
}
