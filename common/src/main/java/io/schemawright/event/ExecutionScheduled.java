package io.schemawright.event;

import io.schemawright.catalog.Fingerprint;
import io.schemawright.request.RequestId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The change is in the queue.
 *
 * @param notBefore the earliest time it will run, if it has to wait for one
 */
public record ExecutionScheduled(
    RequestId requestId, String target, Fingerprint plan, @Nullable Instant notBefore)
    implements ExecutionEvent {}
