package io.schemawright.event;

import io.schemawright.catalog.Fingerprint;
import io.schemawright.request.Identity;
import io.schemawright.request.RequestId;

/** The change was cancelled before its last commit. */
public record ExecutionCancelled(
    RequestId requestId, String target, Fingerprint plan, Identity by, String reason)
    implements ExecutionEvent {
  @Override
  public boolean isFinal() {
    return true;
  }
}
