package io.schemawright.event;

import io.schemawright.catalog.Fingerprint;
import io.schemawright.request.RequestId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The change is in the queue; told again where it has to wait for another time than was told.
 *
 * @param notBefore the earliest time it will run, if it has to wait for one
 * @param reason what it waits for until then, such as {@code the window "nightly"}; absent where it
 *     is the requester's own wish
 */
public record ExecutionScheduled(
    RequestId requestId,
    String target,
    Fingerprint plan,
    @Nullable Instant notBefore,
    @Nullable String reason)
    implements ExecutionEvent {

  @Override
  public String part() {
    String plain = ExecutionEvent.super.part();
    return reason == null ? plain : plain + "/" + notBefore;
  }
}
