package io.schemawright.outbox;

import java.time.Duration;

/**
 * What the outbox still owes.
 *
 * @param events how many events the broker does not have yet
 * @param age of the oldest of them
 */
public record Backlog(long events, Duration age) {}
