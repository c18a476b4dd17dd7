package io.schemawright.event;

import io.schemawright.request.Identity;
import io.schemawright.request.RequestId;
import io.schemawright.request.Review;

/** Somebody gave their word on a change; whether it counts is for policy to say. */
public record ReviewGiven(RequestId requestId, String target, Identity by, Review review)
    implements Event {
  @Override
  public String key() {
    return target;
  }

  @Override
  public String part() {
    return requestId.value();
  }
}
