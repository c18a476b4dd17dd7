/** The durable queue of approved plans: what comes in, who holds what, what became of it. */
@NullMarked
package io.schemawright.executor.queue;

import org.jspecify.annotations.NullMarked;
