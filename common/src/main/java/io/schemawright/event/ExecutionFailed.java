package io.schemawright.event;

import io.schemawright.catalog.Fingerprint;
import io.schemawright.request.RequestId;
import java.util.List;
import java.util.Objects;

/**
 * The change failed.
 *
 * @param failure why
 * @param remains what it left on the target that could not be undone; empty where nothing is left
 */
public record ExecutionFailed(
    RequestId requestId, String target, Fingerprint plan, Failure failure, List<String> remains)
    implements ExecutionEvent {
  public ExecutionFailed {
    remains = List.copyOf(Objects.requireNonNullElse(remains, List.of()));
  }

  @Override
  public boolean isFinal() {
    return true;
  }
}
