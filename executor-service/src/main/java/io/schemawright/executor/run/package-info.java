/** Runs a plan on its target: locks, ledger, verification, retries, and the records of its end. */
@NullMarked
package io.schemawright.executor.run;

import org.jspecify.annotations.NullMarked;
