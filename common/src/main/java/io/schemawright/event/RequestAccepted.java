package io.schemawright.event;

import io.schemawright.request.SchemaRequest;
import io.schemawright.request.Submission;

/**
 * Intake understood a request.
 *
 * @param revision from 1; raised when the requester answers a review with a changed request
 */
public record RequestAccepted(SchemaRequest request, Submission submission, int revision)
    implements Event {
  @Override
  public String key() {
    return request.target();
  }

  @Override
  public String part() {
    return request.requestId() + "/" + revision;
  }
}
