package io.schemawright.policy;

import io.schemawright.event.Cause;
import io.schemawright.event.DecisionMade;

/** A decision and what led to it. */
record Ruling(Cause cause, DecisionMade decision) {}
