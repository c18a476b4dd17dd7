package io.schemawright.event;

import io.schemawright.request.RequestId;
import java.time.Instant;

/**
 * A review was not finished in time; told once for each deadline. Nothing is decided by it.
 *
 * @param requestId the request that waits
 * @param target where
 * @param revision of the request
 * @param number of the decision that waits
 * @param reviewDue when the review was due
 * @param approvalsNeeded how many people, the requester not counted
 * @param approvals how many there are so far
 */
public record ReviewOverdue(
    RequestId requestId,
    String target,
    int revision,
    int number,
    Instant reviewDue,
    int approvalsNeeded,
    int approvals)
    implements Event {
  @Override
  public String key() {
    return target;
  }

  @Override
  public String part() {
    return requestId + "/" + revision + "/" + reviewDue;
  }
}
