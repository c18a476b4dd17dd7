package io.schemawright.event;

import io.schemawright.catalog.Fingerprint;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.TableStatistics;
import io.schemawright.plan.ObjectState;
import io.schemawright.request.RequestId;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The target is not as the plan expects it: nothing was done, policy plans again.
 *
 * @param differing the objects that are different
 * @param found how they are, because the catalog may not tell yet; empty where the target could not
 *     be asked
 */
public record ExecutionStale(
    RequestId requestId,
    String target,
    Fingerprint plan,
    List<ObjectRef> differing,
    List<Found> found)
    implements ExecutionEvent {

  /**
   * An object as it was found.
   *
   * @param version of the object that the catalog had before: whatever has a higher one is newer
   *     than this; 0 where it had none
   * @param statistics the size, of a table
   */
  public record Found(ObjectState state, long version, @Nullable TableStatistics statistics) {}

  public ExecutionStale {
    differing = List.copyOf(differing);
    found = List.copyOf(Objects.requireNonNullElse(found, List.of()));
  }

  @Override
  public boolean isFinal() {
    return true;
  }
}
