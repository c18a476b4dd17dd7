package io.schemawright.request;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a change may run.
 *
 * @param notBefore the earliest time
 * @param window the name of one of the target's windows
 */
public record Schedule(@Nullable Instant notBefore, @Nullable String window) {}
