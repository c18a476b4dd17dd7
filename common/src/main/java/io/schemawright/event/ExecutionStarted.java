package io.schemawright.event;

import io.schemawright.catalog.Fingerprint;
import io.schemawright.request.RequestId;

/**
 * A worker has taken the change.
 *
 * @param attempt from 1
 */
public record ExecutionStarted(RequestId requestId, String target, Fingerprint plan, int attempt)
    implements ExecutionEvent {
  @Override
  public String part() {
    return requestId + "/" + plan + "/" + attempt;
  }
}
