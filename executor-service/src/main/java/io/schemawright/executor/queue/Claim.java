package io.schemawright.executor.queue;

import io.schemawright.catalog.Fingerprint;
import io.schemawright.event.Cause;
import io.schemawright.request.RequestId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A plan that this process has taken from the queue and may work on while it keeps the lease.
 *
 * @param plan the plan's fingerprint
 * @param decision the approving decision, as JSON
 * @param cause the approving decision's id and trace
 * @param attempt from 1
 * @param owner the process that holds it
 * @param epoch raised with every claim: nobody but the latest claimant can change the row
 * @param startedAt when it was claimed for the first time
 * @param inDoubt whether an earlier attempt may have committed on the target
 * @param dependencyFailed whether a change that it builds on was not applied
 * @param cancellation the wish that it be cancelled, if there is one
 * @param trouble what made the last attempt end in vain, if one did
 */
public record Claim(
    RequestId requestId,
    Fingerprint plan,
    String target,
    String decision,
    Cause cause,
    int attempt,
    String owner,
    long epoch,
    Instant startedAt,
    boolean inDoubt,
    boolean dependencyFailed,
    Optional<Cancellation> cancellation,
    Optional<Trouble> trouble) {

  /**
   * Attempts in vain, one after the other for the same reason.
   *
   * @param reason as the row keeps it
   * @param count how many
   * @param duration since the first of them
   */
  public record Trouble(String reason, int count, Duration duration) {}
}
