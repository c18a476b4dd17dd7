package io.schemawright.policy.plan;

import io.schemawright.event.DecisionMade;
import io.schemawright.request.RequestId;
import java.util.Optional;

/** The decisions that led to changes which have happened, so that they can be taken back. */
public interface CompletedPlans {

  /** The approved decision about a request whose change has happened. */
  Optional<DecisionMade> find(RequestId request);

  /** The request that purged what that one had dropped. */
  default Optional<RequestId> purgedBy(RequestId request) {
    return Optional.empty();
  }

  /** None at all. */
  static CompletedPlans none() {
    return request -> Optional.empty();
  }
}
