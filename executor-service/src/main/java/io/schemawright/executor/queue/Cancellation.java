package io.schemawright.executor.queue;

import io.schemawright.request.Identity;

/**
 * Somebody no longer wants a change.
 *
 * @param by who
 * @param reason in one sentence
 */
public record Cancellation(Identity by, String reason) {}
