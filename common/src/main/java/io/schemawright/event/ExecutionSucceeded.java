package io.schemawright.event;

import io.schemawright.catalog.Fingerprint;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.request.RequestId;
import java.time.Instant;
import java.util.List;

/**
 * The change is committed, verified and in the ledger.
 *
 * @param startedAt when a worker took it
 * @param finishedAt when it was committed, by the target's clock
 * @param ddlMillis how long its statements took, without waiting
 * @param objects the catalog versions that it led to
 */
public record ExecutionSucceeded(
    RequestId requestId,
    String target,
    Fingerprint plan,
    Instant startedAt,
    Instant finishedAt,
    long ddlMillis,
    List<ObjectVersion> objects)
    implements ExecutionEvent {

  /**
   * A version of an object in the catalog.
   *
   * @param object which one
   * @param version from 1
   */
  public record ObjectVersion(ObjectRef object, long version) {}

  public ExecutionSucceeded {
    objects = List.copyOf(objects);
  }

  @Override
  public boolean isFinal() {
    return true;
  }
}
