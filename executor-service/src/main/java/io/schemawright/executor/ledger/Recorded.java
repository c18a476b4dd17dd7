package io.schemawright.executor.ledger;

import java.time.Instant;

/**
 * A step that is committed on its target.
 *
 * @param outcome what became of it
 * @param appliedAt when, by the target's clock
 */
public record Recorded(StepRecord outcome, Instant appliedAt) {}
