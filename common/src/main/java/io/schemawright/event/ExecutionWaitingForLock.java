package io.schemawright.event;

import io.schemawright.catalog.Fingerprint;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.request.RequestId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A try ended because somebody else held a lock; another will follow.
 *
 * @param attempt from 1
 * @param object what could not be locked, if it is known
 * @param blockers who held it
 */
public record ExecutionWaitingForLock(
    RequestId requestId,
    String target,
    Fingerprint plan,
    int attempt,
    @Nullable ObjectRef object,
    List<Blocker> blockers)
    implements ExecutionEvent {

  /**
   * A session in the way.
   *
   * @param pid its process on the server
   * @param state as {@code pg_stat_activity.state} says
   * @param transactionMillis the age of its transaction
   */
  public record Blocker(int pid, String state, long transactionMillis) {}

  public ExecutionWaitingForLock {
    blockers = List.copyOf(blockers);
  }

  @Override
  public String part() {
    return requestId + "/" + plan + "/" + attempt;
  }
}
