package io.schemawright.plan;

import io.schemawright.catalog.Fingerprint;
import io.schemawright.request.Identity;
import org.jspecify.annotations.Nullable;

/**
 * A person's approval of one plan.
 *
 * @param by who
 * @param plan the fingerprint of the plan they saw
 * @param comment what they said
 */
public record Approval(Identity by, Fingerprint plan, @Nullable String comment) {}
