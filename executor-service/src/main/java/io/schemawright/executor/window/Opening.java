package io.schemawright.executor.window;

import java.time.Instant;

/**
 * When a change may begin.
 *
 * @param at the time
 * @param reason what it waits for until then, in words; empty where it need not wait
 */
public record Opening(Instant at, String reason) {}
