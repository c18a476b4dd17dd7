package io.schemawright.policy.docket;

import io.schemawright.event.Cause;
import io.schemawright.event.RequestAccepted;

/** A request whose target is not known yet, with what its decision will refer to. */
public record ParkedRequest(Cause cause, RequestAccepted accepted) {}
