package io.schemawright.event;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.schemawright.catalog.Fingerprint;
import io.schemawright.request.RequestId;

/** Something happened to an approved change. */
public sealed interface ExecutionEvent extends Event
    permits ExecutionScheduled,
        ExecutionStarted,
        ExecutionStepDone,
        ExecutionWaitingForLock,
        ExecutionSucceeded,
        ExecutionFailed,
        ExecutionStale,
        ExecutionUndone,
        ExecutionCancelled {

  /** The request that asked for it. */
  RequestId requestId();

  /** The database it is run on. */
  String target();

  /** The fingerprint of the plan. */
  Fingerprint plan();

  /** Whether nothing more will happen to this plan. */
  @JsonIgnore
  default boolean isFinal() {
    return false;
  }

  @Override
  default String key() {
    return target();
  }

  @Override
  default String part() {
    return requestId() + "/" + plan();
  }
}
