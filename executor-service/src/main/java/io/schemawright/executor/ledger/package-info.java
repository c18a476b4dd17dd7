/** The proof of execution, kept in each target beside what was executed. */
@NullMarked
package io.schemawright.executor.ledger;

import org.jspecify.annotations.NullMarked;
