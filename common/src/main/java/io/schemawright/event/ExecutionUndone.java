package io.schemawright.event;

import io.schemawright.catalog.Fingerprint;
import io.schemawright.request.RequestId;

/**
 * The change failed half-way and was undone; the target is as it was.
 *
 * @param failure why
 */
public record ExecutionUndone(RequestId requestId, String target, Fingerprint plan, Failure failure)
    implements ExecutionEvent {
  @Override
  public boolean isFinal() {
    return true;
  }
}
