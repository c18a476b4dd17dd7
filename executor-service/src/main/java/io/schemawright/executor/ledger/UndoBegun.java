package io.schemawright.executor.ledger;

import io.schemawright.event.Failure;
import java.time.Duration;

/**
 * A plan that is being undone, whoever sees it to its end.
 *
 * @param failure why
 * @param since for how long, by the target's clock
 */
public record UndoBegun(Failure failure, Duration since) {}
