package io.schemawright.event;

import io.schemawright.catalog.Fingerprint;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.request.RequestId;
import java.util.List;

/**
 * The target is not as the plan expects it: nothing was done, policy plans again.
 *
 * @param differing the objects that are different
 */
public record ExecutionStale(
    RequestId requestId, String target, Fingerprint plan, List<ObjectRef> differing)
    implements ExecutionEvent {
  public ExecutionStale {
    differing = List.copyOf(differing);
  }

  @Override
  public boolean isFinal() {
    return true;
  }
}
