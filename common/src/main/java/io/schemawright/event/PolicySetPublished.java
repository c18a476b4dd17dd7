package io.schemawright.event;

import io.schemawright.plan.PolicySet;

/** A policy set is in force from now on. */
public record PolicySetPublished(PolicySet policySet) implements Event {
  @Override
  public String key() {
    return policySet.name();
  }

  @Override
  public String part() {
    return policySet.name() + "/" + policySet.version();
  }
}
