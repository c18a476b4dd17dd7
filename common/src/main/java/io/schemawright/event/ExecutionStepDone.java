package io.schemawright.event;

import io.schemawright.catalog.Fingerprint;
import io.schemawright.request.RequestId;

/**
 * A step is done and recorded in the ledger.
 *
 * @param step its number
 * @param summary what it did, for people
 * @param millis how long it took
 */
public record ExecutionStepDone(
    RequestId requestId, String target, Fingerprint plan, int step, String summary, long millis)
    implements ExecutionEvent {
  @Override
  public String part() {
    return requestId + "/" + plan + "/" + step;
  }
}
